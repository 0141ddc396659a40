import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Mish, mish } from "./mish.ts";

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
    await expectModule(new Mish(), mish, "Mish()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("mish", mish);
  });
});
