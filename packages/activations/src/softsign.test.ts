import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Softsign, softsign } from "./softsign.ts";

const on = { backend: await backend() };

describe("softsign", () => {
  it("is x / (1 + |x|), and ±1 at infinity", async () => {
    await expectActivation(softsign, {
      values: [
        [-Infinity, -1],
        [-3, -0.75],
        [0, 0],
        [0.25, 0.2],
        [1, 0.5],
        [1e38, 1],
        [Infinity, 1],
      ],
      slopes: [
        [-3, 0.0625],
        [0, 1],
        [1, 0.25],
        [1e38, 0],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new Softsign();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await softsign(x).toArray());
    expect(layer.toString()).toBe("Softsign()");
  });

  it("refuses what it cannot take", () => {
    expect(() => softsign(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "softsign: expected float32 or float64, got int32; convert with cast",
    );
  });
});
