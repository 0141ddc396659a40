import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Swish, swish } from "./swish.ts";

const on = { backend: await backend() };

describe("swish", () => {
  it("gates more steeply with a larger β", async () => {
    await expectActivation((x) => swish(x, { beta: 2 }), {
      values: [
        [-Infinity, 0],
        [-Math.log(3) / 2, -0.13732654],
        [0, 0],
        [1e38, 1e38],
      ],
      slopes: [
        [0, 0.5],
        [1000, 1],
      ],
      curved: true,
    });
  });

  it("is half of x with β = 0", async () => {
    await expectActivation((x) => swish(x, { beta: 0 }), {
      values: [
        [-3, -1.5],
        [Infinity, Infinity],
      ],
      slopes: [[-3, 0.5]],
    });
  });

  it("is a module, too", async () => {
    await expectModule(new Swish({ beta: 2 }), (x) => swish(x, { beta: 2 }), "Swish(beta=2)");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("swish", swish);
    expect(() => swish(tensor([1], on), { beta: NaN })).toThrow("swish: expected beta to be finite, got NaN");
  });
});
