import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { SELU, selu } from "./selu.ts";

describe("selu", () => {
  it("is γx above 0 and γα(e^x - 1) below", async () => {
    await expectActivation(selu, {
      values: [
        [-Infinity, -1.7580993],
        [Math.log(0.5), -0.87904967],
        [0, 0],
        [2, 2.101402],
      ],
      slopes: [
        [-1000, 0],
        [Math.log(0.5), 0.87904967],
        [0, 1.7580993],
        [2, 1.050701],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new SELU(), selu, "SELU()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("selu", selu);
  });
});
