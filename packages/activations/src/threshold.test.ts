import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Threshold, threshold } from "./threshold.ts";

const on = { backend: await backend() };

describe("threshold", () => {
  it("replaces what does not exceed it", async () => {
    await expectActivation((x) => threshold(x, { threshold: 1, value: 20 }), {
      values: [
        [-2, 20],
        [1, 20],
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
    const layer = new Threshold({ threshold: 1, value: 20 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await threshold(x, { threshold: 1, value: 20 }).toArray());
    expect(layer.toString()).toBe("Threshold(threshold=1, value=20)");
  });

  it("refuses what it cannot take", () => {
    expect(() => threshold(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "threshold: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => threshold(tensor([1], on), { threshold: NaN })).toThrow(
      "threshold: expected threshold to be finite, got NaN",
    );
  });
});
