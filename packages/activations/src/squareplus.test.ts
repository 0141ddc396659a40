import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Squareplus, squareplus } from "./squareplus.ts";

const on = { backend: await backend() };

describe("squareplus", () => {
  it("bends like a hyperbola, without overflow or cancellation", async () => {
    await expectActivation((x) => squareplus(x), {
      values: [
        [-Infinity, 0],
        [-1e6, 1e-6],
        [-1.5, 0.5],
        [0, 1],
        [1.5, 2],
        [1e38, 1e38],
      ],
      slopes: [
        [-1000, 1e-6],
        [-1.5, 0.2],
        [0, 0.5],
        [1.5, 0.8],
        [1e38, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new Squareplus({ b: 1 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await squareplus(x, { b: 1 }).toArray());
    expect(layer.toString()).toBe("Squareplus(b=1)");
  });

  it("refuses what it cannot take", () => {
    expect(() => squareplus(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "squareplus: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => squareplus(tensor([1], on), { b: 0 })).toThrow("squareplus: expected b to be above 0, got 0");
  });
});
