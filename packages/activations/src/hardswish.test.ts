import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Hardswish, hardswish } from "./hardswish.ts";

describe("hardswish", () => {
  it("is 0 up to -3, x from 3 on, and a parabola between", async () => {
    await expectActivation(hardswish, {
      values: [
        [-Infinity, 0],
        [-3, 0],
        [-1, -0.33333333],
        [0, 0],
        [1, 0.66666667],
        [3, 3],
        [9, 9],
      ],
      slopes: [
        [-4, 0],
        [-3, -0.5],
        [0, 0.5],
        [3, 1.5],
        [4, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new Hardswish(), hardswish, "Hardswish()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("hardswish", hardswish);
  });
});
