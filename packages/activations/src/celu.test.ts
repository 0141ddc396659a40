import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { CELU, celu } from "./celu.ts";

const on = { backend: await backend() };

describe("celu", () => {
  it("bends to -α with slope 1 at 0", async () => {
    await expectActivation((x) => celu(x, { alpha: 2 }), {
      values: [
        [-Infinity, -2],
        [2 * Math.log(0.5), -1],
        [0, 0],
        [3, 3],
      ],
      slopes: [
        [2 * Math.log(0.5), 0.5],
        [0, 1],
        [3, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    const layer = new CELU({ alpha: 2 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await celu(x, { alpha: 2 }).toArray());
    expect(layer.toString()).toBe("CELU(alpha=2)");
  });

  it("refuses what it cannot take", () => {
    expect(() => celu(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "celu: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => celu(tensor([1], on), { alpha: 0 })).toThrow("celu: expected alpha to be above 0, got 0");
  });
});
