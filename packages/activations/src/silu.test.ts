import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { SiLU, silu } from "./silu.ts";

const on = { backend: await backend() };

describe("silu", () => {
  it("is x times its sigmoid", async () => {
    await expectActivation(silu, {
      values: [
        [-Infinity, 0],
        [-Math.log(3), -0.27465307],
        [0, 0],
        [Math.log(3), 0.82395922],
        [Infinity, Infinity],
      ],
      slopes: [
        [-1000, 0],
        [0, 0.5],
        [Math.log(3), 0.9559898],
        [1e38, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new SiLU();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await silu(x).toArray());
    expect(layer.toString()).toBe("SiLU()");
  });

  it("refuses what it cannot take", () => {
    expect(() => silu(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "silu: expected float32 or float64, got int32; convert with cast",
    );
  });
});
