import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { stack } from "./stack.ts";

const device = await backend();

describe("stack", () => {
  it("puts tensors side by side along a new axis", async () => {
    const [x, y] = [tensor([1, 2], { backend: device }), tensor([3, 4], { backend: device })];
    expect(await stack([x, y]).toArray()).toEqual([[1, 2], [3, 4]]); // prettier-ignore
    expect(await stack([x, y], -1).toArray()).toEqual([[1, 3], [2, 4]]); // prettier-ignore
    expect(await stack([tensor(5, { backend: device }), tensor(6, { backend: device })]).toArray()).toEqual([5, 6]);
  });

  it("has gradients", async () => {
    await checkGradient((a, b) => stack([a, b], 1), [{ data: [1, 2], shape: [2] }, { data: [3, 4], shape: [2] }]); // prettier-ignore
  });

  it("refuses tensors that differ", () => {
    const x = zeros([2], { backend: device });
    expect(() => stack([])).toThrow("stack: expected at least one tensor, got none");
    expect(() => stack([x, zeros([3], { backend: device })])).toThrow(
      "stack: expected tensors of one shape, got [2] and [3]",
    );
    expect(() => stack([x], 2)).toThrow("stack: expected axis to be an integer from -2 to 1, got 2");
  });
});
