import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { LeakyReLU, leakyReLU } from "./leakyReLU.ts";

const on = { backend: await backend() };

describe("leakyReLU", () => {
  it("multiplies by 0.01 below 0, and has that slope at 0", async () => {
    await expectActivation((x) => leakyReLU(x), {
      values: [
        [-100, -1],
        [0, 0],
        [3, 3],
        [-Infinity, -Infinity],
      ],
      slopes: [
        [-2, 0.01],
        [0, 0.01],
        [2, 1],
      ],
    });
  });

  it("takes another slope, 0 included", async () => {
    await expectActivation((x) => leakyReLU(x, { negativeSlope: 0 }), {
      values: [
        [-Infinity, 0],
        [3, 3],
      ],
      slopes: [
        [-2, 0],
        [2, 1],
      ],
    });
  });

  it("is a module, too", async () => {
    await expectModule(
      new LeakyReLU({ negativeSlope: 0.3 }),
      (x) => leakyReLU(x, { negativeSlope: 0.3 }),
      "LeakyReLU(negativeSlope=0.3)",
    );
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("leakyReLU", leakyReLU);
    expect(() => leakyReLU(tensor([1], on), { negativeSlope: NaN })).toThrow(
      "leakyReLU: expected negativeSlope to be finite, got NaN",
    );
  });
});
