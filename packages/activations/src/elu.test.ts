import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { ELU, elu } from "./elu.ts";

const on = { backend: await backend() };

describe("elu", () => {
  it("bends to -α", async () => {
    await expectActivation((x) => elu(x, { alpha: 2 }), {
      values: [
        [-Infinity, -2],
        [Math.log(0.5), -1],
        [0, 0],
        [3, 3],
        [-1e-6, -2e-6],
      ],
      slopes: [
        [Math.log(0.5), 1],
        [0, 2],
        [3, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new ELU({ alpha: 2 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await elu(x, { alpha: 2 }).toArray());
    expect(layer.toString()).toBe("ELU(alpha=2)");
  });

  it("refuses what it cannot take", () => {
    expect(() => elu(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "elu: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => elu(tensor([1], on), { alpha: Infinity })).toThrow("elu: expected alpha to be finite, got Infinity");
  });
});
