import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, zeros } from "../create.ts";
import { flip } from "./flip.ts";
import { reshape } from "./reshape.ts";

const device = await backend();

describe("flip", () => {
  it("reverses some axes, or all", async () => {
    const x = reshape(arange(4, { backend: device }), [2, 2]);
    expect(await flip(x, 0).toArray()).toEqual([[2, 3], [0, 1]]); // prettier-ignore
    expect(await flip(x, [-1]).toArray()).toEqual([[1, 0], [3, 2]]); // prettier-ignore
    expect(await flip(x).toArray()).toEqual([[3, 2], [1, 0]]); // prettier-ignore
    expect(await flip(zeros([0], { backend: device })).toArray()).toEqual([]);
  });

  it("has gradients", async () => {
    await checkGradient((a) => flip(a, 1), [{ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }]);
  });

  it("refuses axes that do not exist", () => {
    expect(() => flip(zeros([1], { backend: device }), 1)).toThrow(
      "flip: expected axis to be an integer from -1 to 0, got 1",
    );
  });
});
