import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Softshrink, softshrink } from "./softshrink.ts";

const on = { backend: await backend() };

describe("softshrink", () => {
  it("moves towards 0 by λ", async () => {
    await expectActivation((x) => softshrink(x), {
      values: [
        [-2, -1.5],
        [-0.5, 0],
        [0.5, 0],
        [3, 2.5],
      ],
      slopes: [
        [-2, 1],
        [-0.5, 0],
        [0, 0],
        [0.5, 0],
        [3, 1],
      ],
    });
  });

  it("is a module, too", async () => {
    const layer = new Softshrink({ lambda: 1 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await softshrink(x, { lambda: 1 }).toArray());
    expect(layer.toString()).toBe("Softshrink(lambda=1)");
  });

  it("refuses what it cannot take", () => {
    expect(() => softshrink(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "softshrink: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => softshrink(tensor([1], on), { lambda: -1 })).toThrow(
      "softshrink: expected lambda to be at least 0, got -1",
    );
  });
});
