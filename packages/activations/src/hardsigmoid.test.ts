import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
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
    await expectModule(
      new Hardsigmoid({ slope: 0.2 }),
      (x) => hardsigmoid(x, { slope: 0.2 }),
      "Hardsigmoid(slope=0.2, offset=0.5)",
    );
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("hardsigmoid", hardsigmoid);
    expect(() => hardsigmoid(tensor([1], on), { offset: NaN })).toThrow(
      "hardsigmoid: expected offset to be finite, got NaN",
    );
  });
});
