import { describe, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { LogSigmoid, logSigmoid } from "./logSigmoid.ts";

describe("logSigmoid", () => {
  it("does not overflow to -∞ below -89", async () => {
    await expectActivation(logSigmoid, {
      values: [
        [-Infinity, -Infinity],
        [-1000, -1000],
        [-89, -89],
        [-Math.log(3), -1.3862944],
        [0, -0.69314718],
        [20, -2.0611536e-9],
        [1000, 0],
      ],
      slopes: [
        [-1000, 1],
        [-Math.log(3), 0.75],
        [0, 0.5],
        [1000, 0],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new LogSigmoid(), logSigmoid, "LogSigmoid()");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("logSigmoid", logSigmoid);
  });
});
