import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { expand } from "./expand.ts";

const device = await backend();

describe("expand", () => {
  it("repeats axes of size 1 and adds leading ones", async () => {
    const x = tensor([[1], [2]], { backend: device });
    expect(await expand(x, [2, 3]).toArray()).toEqual([[1, 1, 1], [2, 2, 2]]); // prettier-ignore
    expect(expand(x, [4, 2, 1]).shape).toEqual([4, 2, 1]);
    expect(expand(x, [2, 0]).shape).toEqual([2, 0]);
    expect(expand(x, [2, 1])).toBe(x);
  });

  it("has gradients", async () => {
    await checkGradient((a) => expand(a, [4, 2, 3]), [{ data: [1, 2], shape: [2, 1] }]);
  });

  it("refuses shapes that it does not broadcast to", () => {
    const x = tensor([[1], [2]], { backend: device });
    expect(() => expand(x, [1, 3])).toThrow("expand: expected a shape that [2, 1] broadcasts to, got [1, 3]");
    expect(() => expand(x, [3, 3])).toThrow("expand: shapes [2, 1] and [3, 3] do not broadcast");
  });
});
