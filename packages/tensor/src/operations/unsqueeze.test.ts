import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { square } from "./square.ts";
import { unsqueeze } from "./unsqueeze.ts";

const device = await backend();

describe("unsqueeze", () => {
  it("adds an axis of size 1", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await unsqueeze(x, 0).toArray()).toEqual([[1, 2]]);
    expect(await unsqueeze(x, -1).toArray()).toEqual([[1], [2]]);
    expect(unsqueeze(tensor(1, { backend: device }), 0).shape).toEqual([1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [-1, 1.5, 0.5], shape: [3] };
    await checkGradient((x) => unsqueeze(x, 1), [input]);
    await checkSecondGradient((x) => unsqueeze(square(x), 1), [input]);
  });

  it("refuses axes that the result does not have", () => {
    expect(() => unsqueeze(tensor([1], { backend: device }), 2)).toThrow(
      "unsqueeze: expected axis to be an integer from -2 to 1, got 2",
    );
  });
});
