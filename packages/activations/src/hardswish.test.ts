import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Hardswish, hardswish } from "./hardswish.ts";

const on = { backend: await backend() };

describe("hardswish", () => {
  it("is 0 up to -3, x from 3 on, and a parabola between", async () => {
    await expectActivation(hardswish, {
      values: [
        [-Infinity, 0],
        [-3, 0],
        [-1, -0.33333333],
        [0, 0],
        [1, 0.66666667],
        [3, 3],
        [9, 9],
      ],
      slopes: [
        [-4, 0],
        [-3, -0.5],
        [0, 0.5],
        [3, 1.5],
        [4, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new Hardswish();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await hardswish(x).toArray());
    expect(layer.toString()).toBe("Hardswish()");
  });

  it("refuses what it cannot take", () => {
    expect(() => hardswish(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "hardswish: expected float32 or float64, got int32; convert with cast",
    );
  });
});
