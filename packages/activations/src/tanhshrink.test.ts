import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Tanhshrink, tanhshrink } from "./tanhshrink.ts";

const on = { backend: await backend() };

describe("tanhshrink", () => {
  it("takes tanh away", async () => {
    await expectActivation(tanhshrink, {
      values: [
        [-Infinity, -Infinity],
        [-Math.log(3), -0.29861229],
        [0, 0],
        [1000, 999],
      ],
      slopes: [
        [0, 0],
        [0.001, 1e-6],
        [Math.log(3), 0.64],
        [1000, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new Tanhshrink();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await tanhshrink(x).toArray());
    expect(layer.toString()).toBe("Tanhshrink()");
  });

  it("refuses what it cannot take", () => {
    expect(() => tanhshrink(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "tanhshrink: expected float32 or float64, got int32; convert with cast",
    );
  });
});
