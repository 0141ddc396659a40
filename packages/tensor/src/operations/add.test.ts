import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { add } from "./add.ts";

const device = await backend();

describe("add", () => {
  it("adds", async () => {
    const x = tensor([1, 2, -3], { backend: device });
    const y = tensor([10, 20, 30], { backend: device });
    expectClose(await add(x, y).data(), [11, 22, 27]);
  });

  it("takes numbers on either side", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await add(x, 1).toArray()).toEqual([2, 3]);
    expect(await add(10, x).toArray()).toEqual([11, 12]);
  });

  it("broadcasts", () => {
    const shapeOf = (a: number[], b: number[]): readonly number[] =>
      add(zeros(a, { backend: device }), zeros(b, { backend: device })).shape;
    expect(shapeOf([2, 1], [3])).toEqual([2, 3]);
    expect(shapeOf([], [2])).toEqual([2]);
    expect(shapeOf([0, 3], [1, 1])).toEqual([0, 3]);
    expect(() => shapeOf([2], [3])).toThrow("add: shapes [2] and [3] do not broadcast");
  });

  it("takes integers", async () => {
    const [x, y] = [
      tensor([7, -7], { backend: device, dtype: "int32" }),
      tensor([2, 2], { backend: device, dtype: "int32" }),
    ];
    expect(add(x, y).dtype).toBe("int32");
    expect(await add(x, y).toArray()).toEqual([9, -5]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1.25, 2.25, 3.5, -4, 0.75], shape: [2, 3] };
    const y = { data: [3, -2.5, 1.5], shape: [3] };
    await checkGradient(add, [x, y]);
    await checkSecondGradient(add, [x, y]);
    await checkGradient((a) => add(a, 2.5), [x]);
    await checkGradient((a) => add(2.75, a), [y]);
  });

  it("refuses types that do not fit", () => {
    const x = tensor([1], { backend: device });
    expect(() => add(x, tensor([1], { backend: device, dtype: "uint32" }))).toThrow(
      "add: expected tensors of one type, got float32 and uint32; convert one with cast",
    );
    expect(() => add(1, 2)).toThrow("add: expected at least one tensor, got numbers only");
    const truth = tensor([true], { backend: device });
    expect(() => add(truth, truth)).toThrow("add: expected a numeric type, got bool; convert with cast");
    const whole = tensor([1], { backend: device, dtype: "int32" });
    expect(() => add(whole, 0.5)).toThrow("add: expected a number that int32 can hold, got 0.5");
  });
});
