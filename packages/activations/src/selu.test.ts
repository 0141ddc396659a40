import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { SELU, selu } from "./selu.ts";

const on = { backend: await backend() };

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
    const layer = new SELU();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await selu(x).toArray());
    expect(layer.toString()).toBe("SELU()");
  });

  it("refuses what it cannot take", () => {
    expect(() => selu(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "selu: expected float32 or float64, got int32; convert with cast",
    );
  });
});
