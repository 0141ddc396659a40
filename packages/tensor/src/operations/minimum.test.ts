import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { minimum } from "./minimum.ts";

const device = await backend();

describe("minimum", () => {
  it("takes the smaller one, or NaN", async () => {
    const x = tensor([1, 5, NaN, 2], { backend: device });
    const y = tensor([3, -5, 1, NaN], { backend: device });
    expectClose(await minimum(x, y).data(), [1, -5, NaN, NaN]);
  });

  it("takes numbers on either side", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await minimum(x, 1.5).toArray()).toEqual([1, 1.5]);
    expect(await minimum(1, x).toArray()).toEqual([1, 1]);
  });

  it("broadcasts", () => {
    const shapeOf = (a: number[], b: number[]): readonly number[] =>
      minimum(zeros(a, { backend: device }), zeros(b, { backend: device })).shape;
    expect(shapeOf([2, 1], [3])).toEqual([2, 3]);
    expect(shapeOf([], [2])).toEqual([2]);
    expect(shapeOf([0, 3], [1, 1])).toEqual([0, 3]);
    expect(() => shapeOf([2], [3])).toThrow("minimum: shapes [2] and [3] do not broadcast");
  });

  it("takes integers", async () => {
    const [x, y] = [
      tensor([7, -7], { backend: device, dtype: "int32" }),
      tensor([2, 2], { backend: device, dtype: "int32" }),
    ];
    expect(minimum(x, y).dtype).toBe("int32");
    expect(await minimum(x, y).toArray()).toEqual([2, -7]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1.25, 2.25, 3.5, -4, 0.75], shape: [2, 3] };
    const y = { data: [3, -2.5, 1.5], shape: [3] };
    await checkGradient(minimum, [x, y]);
    await checkSecondGradient(minimum, [x, y]);
    await checkGradient((a) => minimum(a, 2.5), [x]);
    await checkGradient((a) => minimum(2.75, a), [y]);
  });

  it("halves the gradient at a tie", async () => {
    const x = tensor([1, 2, 3], { backend: device, requiresGradient: true });
    const y = tensor([2, 2, 2], { backend: device, requiresGradient: true });
    const [dx, dy] = grad(minimum(x, y), [x, y]);
    expect(await dx!.toArray()).toEqual([1, 0.5, 0]);
    expect(await dy!.toArray()).toEqual([0, 0.5, 1]);
  });

  it("refuses types that do not fit", () => {
    const x = tensor([1], { backend: device });
    expect(() => minimum(x, tensor([1], { backend: device, dtype: "uint32" }))).toThrow(
      "minimum: expected tensors of one type, got float32 and uint32; convert one with cast",
    );
    expect(() => minimum(1, 2)).toThrow("minimum: expected at least one tensor, got numbers only");
    const truth = tensor([true], { backend: device });
    expect(() => minimum(truth, truth)).toThrow("minimum: expected a numeric type, got bool; convert with cast");
    const whole = tensor([1], { backend: device, dtype: "int32" });
    expect(() => minimum(whole, 0.5)).toThrow("minimum: expected a number that int32 can hold, got 0.5");
  });
});
