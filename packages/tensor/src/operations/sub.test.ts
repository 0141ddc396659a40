import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { sub } from "./sub.ts";

const device = await backend();

describe("sub", () => {
  it("subtracts", async () => {
    const x = tensor([1, 2, -3], { backend: device });
    const y = tensor([10, 20, 30], { backend: device });
    expectClose(await sub(x, y).data(), [-9, -18, -33]);
  });

  it("takes numbers on either side", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await sub(x, 1).toArray()).toEqual([0, 1]);
    expect(await sub(10, x).toArray()).toEqual([9, 8]);
  });

  it("broadcasts", () => {
    const shapeOf = (a: number[], b: number[]): readonly number[] =>
      sub(zeros(a, { backend: device }), zeros(b, { backend: device })).shape;
    expect(shapeOf([2, 1], [3])).toEqual([2, 3]);
    expect(shapeOf([], [2])).toEqual([2]);
    expect(shapeOf([0, 3], [1, 1])).toEqual([0, 3]);
    expect(() => shapeOf([2], [3])).toThrow("sub: shapes [2] and [3] do not broadcast");
  });

  it("takes integers", async () => {
    const [x, y] = [
      tensor([7, -7], { backend: device, dtype: "int32" }),
      tensor([2, 2], { backend: device, dtype: "int32" }),
    ];
    expect(sub(x, y).dtype).toBe("int32");
    expect(await sub(x, y).toArray()).toEqual([5, -9]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1.25, 2.25, 3.5, -4, 0.75], shape: [2, 3] };
    const y = { data: [3, -2.5, 1.5], shape: [3] };
    await checkGradient(sub, [x, y]);
    await checkSecondGradient(sub, [x, y]);
    await checkGradient((a) => sub(a, 2.5), [x]);
    await checkGradient((a) => sub(2.75, a), [y]);
  });

  it("refuses types that do not fit", () => {
    const x = tensor([1], { backend: device });
    expect(() => sub(x, tensor([1], { backend: device, dtype: "uint32" }))).toThrow(
      "sub: expected tensors of one type, got float32 and uint32; convert one with cast",
    );
    expect(() => sub(1, 2)).toThrow("sub: expected at least one tensor, got numbers only");
    const truth = tensor([true], { backend: device });
    expect(() => sub(truth, truth)).toThrow("sub: expected a numeric type, got bool; convert with cast");
    const whole = tensor([1], { backend: device, dtype: "int32" });
    expect(() => sub(whole, 0.5)).toThrow("sub: expected a number that int32 can hold, got 0.5");
  });
});
