import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Hardtanh, hardtanh } from "./hardtanh.ts";

const on = { backend: await backend() };

describe("hardtanh", () => {
  it("limits to [-1, 1], with slope 0 at both ends", async () => {
    await expectActivation((x) => hardtanh(x), {
      values: [
        [-3, -1],
        [0.5, 0.5],
        [3, 1],
      ],
      slopes: [
        [-1, 0],
        [0.5, 1],
        [1, 0],
      ],
    });
  });

  it("limits to other numbers", async () => {
    await expectActivation((x) => hardtanh(x, { min: -3, max: 0 }), {
      values: [
        [-4, -3],
        [-2, -2],
        [3, 0],
      ],
      slopes: [
        [-3, 0],
        [-2, 1],
        [0, 0],
      ],
    });
  });

  it("is a module, too", async () => {
    const layer = new Hardtanh({ min: 0, max: 2 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await hardtanh(x, { min: 0, max: 2 }).toArray());
    expect(layer.toString()).toBe("Hardtanh(min=0, max=2)");
  });

  it("refuses what it cannot take", () => {
    expect(() => hardtanh(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "hardtanh: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => new Hardtanh({ min: 1, max: 0 })).toThrow("Hardtanh: expected min ≤ max, got 1 and 0");
  });
});
