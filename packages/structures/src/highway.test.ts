import { generator, tanh, tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Highway, highway } from "./highway.ts";

const on = { backend: await backend() };

describe("highway", () => {
  it("mixes the input and what it was transformed to", async () => {
    const [x, h] = [tensor([1, 2, 3], on), tensor([11, 12, 13], on)];
    expectClose(await highway(x, h, tensor([0, 0.25, 1], on)).data(), [1, 4.5, 13]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const inputs = [[0.5, -1, 2], [3, 0.1, -2], [0.2, 0.9, 0.5]].map((data) => ({ data, shape: [3] })); // prettier-ignore
    await checkGradient(highway, inputs);
    await checkSecondGradient(highway, inputs);
  });

  it("refuses shapes that do not fit, and integers", () => {
    const x = zeros([2, 3], on);
    expect(() => highway(x, zeros([3], on), x)).toThrow(
      "highway: expected transformed of the input's shape [2, 3], got [3]",
    );
    expect(() => highway(x, x, zeros([2, 1], on))).toThrow("highway: expected gate of the input's shape [2, 3], got [2, 1]"); // prettier-ignore
    const integers = zeros([2], { ...on, dtype: "int32" });
    expect(() => highway(integers, integers, integers)).toThrow("highway: expected float32 or float64, got int32");
  });
});

describe("Highway", () => {
  it("computes max(W_H x + b_H, 0) · σ(W_T x + b_T) + x · (1 − σ(…))", async () => {
    const layer = new Highway(2, on);
    layer.loadStateDict({
      "transform.weight": tensor([[1, 0], [0, -1]], on), // prettier-ignore
      "transform.bias": tensor([10, 0], on),
      "gate.weight": tensor([[0, 0], [0, 0]], on), // prettier-ignore
      "gate.bias": tensor([0, Math.log(3)], on),
    });
    // T is ½ and ¾, H is 12 and 0.
    expectClose(await layer.forward(tensor([[2, 4]], on)).data(), [7, 1]);
  });

  it("starts with gates that are nearly closed", async () => {
    expect(await new Highway(3, on).gate.bias!.toArray()).toEqual([-2, -2, -2]);
    const closed = new Highway(3, { ...on, gateBias: -50, generator: generator(1) });
    expectClose(await closed.forward(tensor([1, -2, 3], on)).data(), [1, -2, 3]);
  });

  it("takes another activation, and prints its size", async () => {
    const layer = new Highway(1, { ...on, activation: tanh, gateBias: 50 });
    layer.transform.weight.assign(tensor([[1]], on));
    layer.transform.bias!.assign(tensor([0], on));
    expectClose(await layer.forward(tensor([[0.5]], on)).data(), [Math.tanh(0.5)]);
    expect(layer.toString()).toContain("(transform): Linear(1, 1)");
  });

  it("refuses options out of range", () => {
    expect(() => new Highway(0, on)).toThrow("Highway: expected features to be an integer of at least 1, got 0");
    expect(() => new Highway(2, { ...on, gateBias: NaN })).toThrow(
      "Highway: expected gateBias to be a finite number, got NaN",
    );
  });
});
