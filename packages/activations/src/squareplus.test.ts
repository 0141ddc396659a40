import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
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
    await expectModule(new Squareplus({ b: 1 }), (x) => squareplus(x, { b: 1 }), "Squareplus(b=1)");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("squareplus", squareplus);
    expect(() => squareplus(tensor([1], on), { b: 0 })).toThrow("squareplus: expected b to be above 0, got 0");
  });
});
