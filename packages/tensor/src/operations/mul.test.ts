import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { mul } from "./mul.ts";

const device = await backend();

describe("mul", () => {
  it("multiplies", async () => {
    const x = tensor([1, 2, -3], { backend: device });
    const y = tensor([10, 20, 30], { backend: device });
    expectClose(await mul(x, y).data(), [10, 40, -90]);
  });

  it("takes numbers on either side", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await mul(x, 3).toArray()).toEqual([3, 6]);
    expect(await mul(10, x).toArray()).toEqual([10, 20]);
  });

  it("broadcasts", () => {
    const shapeOf = (a: number[], b: number[]): readonly number[] =>
      mul(zeros(a, { backend: device }), zeros(b, { backend: device })).shape;
    expect(shapeOf([2, 1], [3])).toEqual([2, 3]);
    expect(shapeOf([], [2])).toEqual([2]);
    expect(shapeOf([0, 3], [1, 1])).toEqual([0, 3]);
    expect(() => shapeOf([2], [3])).toThrow("mul: shapes [2] and [3] do not broadcast");
  });

  it("takes integers", async () => {
    const [x, y] = [
      tensor([7, -7], { backend: device, dtype: "int32" }),
      tensor([2, 2], { backend: device, dtype: "int32" }),
    ];
    expect(mul(x, y).dtype).toBe("int32");
    expect(await mul(x, y).toArray()).toEqual([14, -14]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1.25, 2.25, 3.5, -4, 0.75], shape: [2, 3] };
    const y = { data: [3, -2.5, 1.5], shape: [3] };
    await checkGradient(mul, [x, y]);
    await checkSecondGradient(mul, [x, y]);
    await checkGradient((a) => mul(a, 2.5), [x]);
    await checkGradient((a) => mul(2.75, a), [y]);
  });

  it("refuses types that do not fit", () => {
    const x = tensor([1], { backend: device });
    expect(() => mul(x, tensor([1], { backend: device, dtype: "uint32" }))).toThrow(
      "mul: expected tensors of one type, got float32 and uint32; convert one with cast",
    );
    expect(() => mul(1, 2)).toThrow("mul: expected at least one tensor, got numbers only");
    const truth = tensor([true], { backend: device });
    expect(() => mul(truth, truth)).toThrow("mul: expected a numeric type, got bool; convert with cast");
    const whole = tensor([1], { backend: device, dtype: "int32" });
    expect(() => mul(whole, 0.5)).toThrow("mul: expected a number that int32 can hold, got 0.5");
  });
});
