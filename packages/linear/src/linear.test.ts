import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { explain, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { linear } from "./linear.ts";

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
