import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { remainder } from "./remainder.ts";

const device = await backend();

describe("remainder", () => {
  it("gives a rest of the sign of the divisor", async () => {
    const x = tensor([7, -7, 7, -7, 5.5], { backend: device });
    const y = tensor([3, 3, -3, -3, 2], { backend: device });
    expectClose(await remainder(x, y).data(), [1, 2, -2, -1, 1.5]);
  });

  it("takes numbers on either side", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await remainder(x, 2).toArray()).toEqual([1, 0]);
    expect(await remainder(5, x).toArray()).toEqual([0, 1]);
  });

  it("broadcasts", () => {
    const shapeOf = (a: number[], b: number[]): readonly number[] =>
      remainder(zeros(a, { backend: device }), zeros(b, { backend: device })).shape;
    expect(shapeOf([2, 1], [3])).toEqual([2, 3]);
    expect(shapeOf([], [2])).toEqual([2]);
    expect(shapeOf([0, 3], [1, 1])).toEqual([0, 3]);
    expect(() => shapeOf([2], [3])).toThrow("remainder: shapes [2] and [3] do not broadcast");
  });

  it("takes integers", async () => {
    const [x, y] = [
      tensor([7, -7, 7], { backend: device, dtype: "int32" }),
      tensor([3, 3, 0], { backend: device, dtype: "int32" }),
    ];
    expect(remainder(x, y).dtype).toBe("int32");
    expect(await remainder(x, y).toArray()).toEqual([1, 2, 0]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1.25, 2.25, 3.5, -4, 0.75], shape: [2, 3] };
    const y = { data: [3, -2.5, 1.5], shape: [3] };
    await checkGradient(remainder, [x, y]);
    await checkSecondGradient(remainder, [x, y]);
    await checkGradient((a) => remainder(a, 2.5), [x]);
    await checkGradient((a) => remainder(2.75, a), [y]);
  });

  it("refuses types that do not fit", () => {
    const x = tensor([1], { backend: device });
    expect(() => remainder(x, tensor([1], { backend: device, dtype: "uint32" }))).toThrow(
      "remainder: expected tensors of one type, got float32 and uint32; convert one with cast",
    );
    expect(() => remainder(1, 2)).toThrow("remainder: expected at least one tensor, got numbers only");
    const truth = tensor([true], { backend: device });
    expect(() => remainder(truth, truth)).toThrow("remainder: expected a numeric type, got bool; convert with cast");
    const whole = tensor([1], { backend: device, dtype: "int32" });
    expect(() => remainder(whole, 0.5)).toThrow("remainder: expected a number that int32 can hold, got 0.5");
  });
});
