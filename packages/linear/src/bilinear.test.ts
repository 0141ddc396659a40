import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Bilinear, bilinear } from "./bilinear.ts";

const device = await backend();

describe("bilinear", () => {
  it("weighs the products of all pairs", async () => {
    const [x, y] = [tensor([[1, 2], [0, 1]], { backend: device }), tensor([[3], [5]], { backend: device })]; // prettier-ignore
    const weight = tensor([[[1], [10]], [[0], [1]]], { backend: device }); // prettier-ignore
    expect(await bilinear(x, y, weight).toArray()).toEqual([[63, 6], [50, 5]]); // prettier-ignore
    expect(await bilinear(x, y, weight, tensor([1, 2], { backend: device })).toArray()).toEqual([[64, 8], [51, 7]]); // prettier-ignore
  });

  it("has right gradients", async () => {
    const inputs = [
      { shape: [2, 2], data: Float64Array.of(1, -2, 0.5, 3) },
      { shape: [2, 3], data: Float64Array.of(0.5, -1, 2, 1.5, -0.5, 1) },
      { shape: [2, 2, 3], data: Float64Array.from({ length: 12 }, (_, at) => Math.fround(Math.sin(1.7 * at))) },
      { shape: [2], data: Float64Array.of(1, -1) },
    ];
    await checkGradient((x, y, weight, bias) => bilinear(x, y, weight, bias), inputs);
    await checkSecondGradient((x, y, weight, bias) => bilinear(x, y, weight, bias), inputs);
  });

  it("refuses shapes that do not fit", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => bilinear(of(2), of(3), of(4, 3, 2))).toThrow(
      "bilinear: expected inputs of shapes […, 3] and […, 2] for weight [4, 3, 2], got [2] and [3]",
    );
    expect(() => bilinear(of(5, 3), of(2), of(4, 3, 2))).toThrow("got [5, 3] and [2]");
    expect(() => bilinear(of(2), of(3), of(4, 3))).toThrow(
      "bilinear: expected weight of rank 3 [outputs, left features, right features], got [4, 3]",
    );
  });
});

describe("Bilinear", () => {
  it("has a weight and a bias of its own", () => {
    const layer = new Bilinear(3, 2, 4, { backend: device });
    expect(layer.toString()).toBe("Bilinear(3, 2, 4)");
    expect(layer.parameters().map(({ shape }) => shape)).toEqual([[4, 3, 2], [4]]);
    expect(layer.forward(zeros([5, 3], { backend: device }), zeros([5, 2], { backend: device })).shape).toEqual([5, 4]);
    expect(new Bilinear(3, 2, 4, { bias: false, backend: device }).toString()).toBe("Bilinear(3, 2, 4, bias=false)");
  });
});
