import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { LogSigmoid, logSigmoid } from "./logSigmoid.ts";

const on = { backend: await backend() };

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
    const layer = new LogSigmoid();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await logSigmoid(x).toArray());
    expect(layer.toString()).toBe("LogSigmoid()");
  });

  it("refuses what it cannot take", () => {
    expect(() => logSigmoid(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "logSigmoid: expected float32 or float64, got int32; convert with cast",
    );
  });
});
