import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Mish, mish } from "./mish.ts";

const on = { backend: await backend() };

describe("mish", () => {
  it("is x · tanh(softplus(x)), also where that is large", async () => {
    await expectActivation(mish, {
      values: [
        [-Infinity, 0],
        [-1, -0.30340146],
        [0, 0],
        [1, 0.86509839],
        [1000, 1000],
        [1e38, 1e38],
      ],
      slopes: [
        [-1000, 0],
        [0, 0.6],
        [1, 1.0490359],
        [89, 1],
        [1e38, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new Mish();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await mish(x).toArray());
    expect(layer.toString()).toBe("Mish()");
  });

  it("refuses what it cannot take", () => {
    expect(() => mish(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "mish: expected float32 or float64, got int32; convert with cast",
    );
  });
});
