import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { backward, explain, generator, sum, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Linear, linear } from "./linear.ts";

const on = { backend: await backend() };

describe("linear", () => {
  const weight = tensor([1, 10, 100, 2, 20, 200], { ...on, shape: [2, 3] });

  it("multiplies by the transposed weight and adds the bias", async () => {
    const x = tensor([1, 2, 3, 4, 5, 6], { ...on, shape: [2, 3] });
    expect([...(await linear(x, weight).data())]).toEqual([321, 642, 654, 1308]);
    expect([...(await linear(x, weight, tensor([0.5, -1], on)).data())]).toEqual([321.5, 641, 654.5, 1307]);
  });

  it("takes any leading axes, or none", async () => {
    expect(await linear(tensor([1, 2, 3], on), weight).toArray()).toEqual([321, 642]);
    expect(linear(zeros([4, 5, 3], on), weight).shape).toEqual([4, 5, 2]);
    expect(await linear(zeros([0, 3], on), weight).data()).toHaveLength(0);
  });

  it("is one kernel, bias and all", () => {
    expect(explain(linear(zeros([4, 3], on), weight, tensor([1, 2], on))).kernels).toHaveLength(1);
  });

  const x = { data: [0.5, -1, 2, 0.25, 3, -2], shape: [2, 1, 3] };
  const w = { data: [1, 2, -1, 0.5, -3, 1], shape: [2, 3] };
  const b = { data: [0.1, 0.2], shape: [2] };

  it("has right gradients, and gradients of gradients", async () => {
    await checkGradient(linear, [x, w, b]);
    await checkGradient((input, matrix) => linear(input, matrix), [{ ...x, shape: [2, 3] }, w]);
    await checkSecondGradient(linear, [x, w, b]);
  });

  it("refuses shapes that do not fit", () => {
    expect(() => linear(zeros([4, 2], on), weight)).toThrow(
      "linear: expected input of shape […, 3] for weight [2, 3], got [4, 2]",
    );
    expect(() => linear(zeros([4, 3], on), zeros([3], on))).toThrow(
      "linear: expected weight of rank 2 [outputs, inputs], got [3]",
    );
    expect(() => linear(zeros([4, 3], on), weight, zeros([3], on))).toThrow(
      "linear: expected bias of shape [2], got [3]",
    );
  });

  it("refuses integers", () => {
    const integers = zeros([2, 2], { ...on, dtype: "int32" });
    expect(() => linear(integers, integers)).toThrow(
      "linear: expected float32 or float64, got int32; convert with cast",
    );
  });
});

describe("Linear", () => {
  it("has a weight and a bias, drawn from the generator", async () => {
    const layer = new Linear(4, 300, { ...on, generator: generator(1) });
    expect(layer.weight.shape).toEqual([300, 4]);
    expect(layer.bias?.shape).toEqual([300]);
    const data = [...(await layer.weight.data()), ...(await layer.bias!.data())];
    expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(Math.max(...data.map(Math.abs))).toBeGreaterThan(0.49);
    expect(await new Linear(4, 300, { ...on, generator: generator(1) }).bias?.data()).toEqual(await layer.bias?.data());
  });

  it("applies them, and collects their gradients", async () => {
    const layer = new Linear(2, 1, on);
    layer.loadStateDict({ weight: tensor([[1, 10]], on), bias: tensor([0.5], on) });
    const result = layer.forward(tensor([[1, 2], [3, 4]], on)); // prettier-ignore
    expect(await result.toArray()).toEqual([[21.5], [43.5]]);
    backward(sum(result));
    expect(await layer.weight.grad?.toArray()).toEqual([[4, 6]]);
    expect(await layer.bias?.grad?.toArray()).toEqual([2]);
  });

  it("can do without a bias", () => {
    const layer = new Linear(2, 1, { ...on, bias: false });
    expect(layer.namedParameters().map(([name]) => name)).toEqual(["weight"]);
    expect(layer.toString()).toBe("Linear(2, 1, bias=false)");
    expect(new Linear(2, 1, on).toString()).toBe("Linear(2, 1)");
  });

  it("refuses features that are no positive integers", () => {
    expect(() => new Linear(2, 1.5, on)).toThrow(
      "Linear: expected outFeatures to be an integer of at least 1, got 1.5",
    );
  });
});
