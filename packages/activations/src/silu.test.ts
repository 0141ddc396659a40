import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { SiLU, silu } from "./silu.ts";

describe("silu", () => {
  it("is x times its sigmoid", async () => {
    await expectActivation(silu, {
      values: [
        [-Infinity, 0],
        [-Math.log(3), -0.27465307],
        [0, 0],
        [Math.log(3), 0.82395922],
        [Infinity, Infinity],
      ],
      slopes: [
        [-1000, 0],
        [0, 0.5],
        [Math.log(3), 0.9559898],
        [1e38, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new SiLU(), silu, "SiLU()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("silu", silu);
  });
});
