import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Tanhshrink, tanhshrink } from "./tanhshrink.ts";

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
    await expectModule(new Tanhshrink(), tanhshrink, "Tanhshrink()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("tanhshrink", tanhshrink);
  });
});
