import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Softsign, softsign } from "./softsign.ts";

describe("softsign", () => {
  it("is x / (1 + |x|), and ±1 at infinity", async () => {
    await expectActivation(softsign, {
      values: [
        [-Infinity, -1],
        [-3, -0.75],
        [0, 0],
        [0.25, 0.2],
        [1, 0.5],
        [1e38, 1],
        [Infinity, 1],
      ],
      slopes: [
        [-3, 0.0625],
        [0, 1],
        [1, 0.25],
        [1e38, 0],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new Softsign(), softsign, "Softsign()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("softsign", softsign);
  });
});
