import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { ThresholdedReLU, thresholdedReLU } from "./thresholdedReLU.ts";

const on = { backend: await backend() };

describe("thresholdedReLU", () => {
  it("is 0 up to θ", async () => {
    await expectActivation((x) => thresholdedReLU(x), {
      values: [
        [-2, 0],
        [1, 0],
        [3, 3],
      ],
      slopes: [
        [-2, 0],
        [1, 0],
        [3, 1],
      ],
    });
  });

  it("is a module, too", async () => {
    const layer = new ThresholdedReLU({ theta: 2 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await thresholdedReLU(x, { theta: 2 }).toArray());
    expect(layer.toString()).toBe("ThresholdedReLU(theta=2)");
  });

  it("refuses what it cannot take", () => {
    expect(() => thresholdedReLU(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "thresholdedReLU: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => thresholdedReLU(tensor([1], on), { theta: NaN })).toThrow(
      "thresholdedReLU: expected theta to be finite, got NaN",
    );
  });
});
