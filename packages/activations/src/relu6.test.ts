import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { ReLU6, relu6 } from "./relu6.ts";

describe("relu6", () => {
  it("limits to [0, 6], with slope 0 at both ends", async () => {
    await expectActivation(relu6, {
      values: [
        [-1, 0],
        [3, 3],
        [6, 6],
        [7, 6],
      ],
      slopes: [
        [-1, 0],
        [0, 0],
        [3, 1],
        [6, 0],
        [7, 0],
      ],
    });
  });

  it("is a module, too", async () => {
    await expectModule(new ReLU6(), relu6, "ReLU6()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("relu6", relu6);
  });
});
