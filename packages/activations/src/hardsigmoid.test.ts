import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { Hardsigmoid, hardsigmoid } from "./hardsigmoid.ts";

const on = { backend: await backend() };

describe("hardsigmoid", () => {
  it("has slope 1/6", async () => {
    await expectActivation((x) => hardsigmoid(x), {
      values: [
        [-4, 0],
        [0, 0.5],
        [1.5, 0.75],
        [9, 1],
      ],
      slopes: [
        [-3, 0],
        [0, 0.16666667],
        [3, 0],
      ],
    });
  });

  it("has slope 0.2 for Keras and ONNX", async () => {
    await expectActivation((x) => hardsigmoid(x, { slope: 0.2, offset: 0.5 }), {
      values: [
        [-2.5, 0],
        [1, 0.7],
        [2.5, 1],
      ],
      slopes: [
        [0, 0.2],
        [2.6, 0],
      ],
    });
  });

  it("is a module, too", async () => {
    const layer = new Hardsigmoid({ slope: 0.2 });
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await hardsigmoid(x, { slope: 0.2 }).toArray());
    expect(layer.toString()).toBe("Hardsigmoid(slope=0.2, offset=0.5)");
  });

  it("refuses what it cannot take", () => {
    expect(() => hardsigmoid(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "hardsigmoid: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => hardsigmoid(tensor([1], on), { offset: NaN })).toThrow(
      "hardsigmoid: expected offset to be finite, got NaN",
    );
  });
});
