import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { ThresholdedReLU, thresholdedReLU } from "./thresholdedReLU.ts";

const on = { backend: await backend() };

describe("thresholdedReLU", () => {
  it("is 0 up to θ", async () => {
    await expectActivation((x) => thresholdedReLU(x), {
      values: [
        [-2, 0],
        [1, 0],
        [3, 3],
      ],
      slopes: [
        [-2, 0],
        [1, 0],
        [3, 1],
      ],
    });
  });

  it("is a module, too", async () => {
    await expectModule(
      new ThresholdedReLU({ theta: 2 }),
      (x) => thresholdedReLU(x, { theta: 2 }),
      "ThresholdedReLU(theta=2)",
    );
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("thresholdedReLU", thresholdedReLU);
    expect(() => thresholdedReLU(tensor([1], on), { theta: NaN })).toThrow(
      "thresholdedReLU: expected theta to be finite, got NaN",
    );
  });
});
