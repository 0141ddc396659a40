import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, zeros } from "../create.ts";
import { reshape } from "./reshape.ts";
import { transpose } from "./transpose.ts";

const device = await backend();

describe("transpose", () => {
  it("exchanges two axes, the last two by default", async () => {
    const x = reshape(arange(6, { backend: device }), [2, 3]);
    expect(await transpose(x).toArray()).toEqual([[0, 3], [1, 4], [2, 5]]); // prettier-ignore
    expect(transpose(zeros([2, 3, 4], { backend: device })).shape).toEqual([2, 4, 3]);
    expect(transpose(zeros([2, 3, 4], { backend: device }), 0, -1).shape).toEqual([4, 3, 2]);
  });

  it("has gradients", async () => {
    await checkGradient((a) => transpose(a), [{ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }]);
  });

  it("refuses axes that do not exist", () => {
    expect(() => transpose(zeros([2], { backend: device }))).toThrow(
      "transpose: expected axis to be an integer from -1 to 0, got -2",
    );
    expect(() => transpose(zeros([], { backend: device }))).toThrow(
      "transpose: expected axis to be no axes: the tensor is a scalar, got -2",
    );
  });
});
