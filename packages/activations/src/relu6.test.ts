import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { ReLU6, relu6 } from "./relu6.ts";

const on = { backend: await backend() };

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
    const layer = new ReLU6();
    const x = tensor([-1.5, 0.25, 7], on);
    expect(await layer.forward(x).toArray()).toEqual(await relu6(x).toArray());
    expect(layer.toString()).toBe("ReLU6()");
  });

  it("refuses what it cannot take", () => {
    expect(() => relu6(tensor([1], { ...on, dtype: "int32" }))).toThrow(
      "relu6: expected float32 or float64, got int32; convert with cast",
    );
  });
});
