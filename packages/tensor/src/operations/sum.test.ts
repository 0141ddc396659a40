import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { square } from "./square.ts";
import { sum } from "./sum.ts";

const device = await backend();

describe("sum", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]], { backend: device }); // prettier-ignore

  it("adds over all axes, or over some", async () => {
    expect(await sum(x).toArray()).toBe(21);
    expect(await sum(x, { axes: 0 }).toArray()).toEqual([5, 7, 9]);
    expect(await sum(x, { axes: [-1], keepDims: true }).toArray()).toEqual([[6], [15]]);
    expect(await sum(x, { axes: [] }).toArray()).toEqual([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
  });

  it("adds nothing to 0, integers, and scalars", async () => {
    expect(await sum(zeros([2, 0], { backend: device }), { axes: 1 }).toArray()).toEqual([0, 0]);
    expect(sum(zeros([2, 0], { backend: device }), { axes: 0 }).shape).toEqual([0]);
    expect(await sum(tensor([2147483647, 1], { backend: device, dtype: "int32" })).item()).toBe(-2147483648);
    expect(await sum(tensor(7, { backend: device })).item()).toBe(7);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await checkGradient((a) => sum(a, { axes: 1 }), [input]);
    await checkGradient((a) => sum(a, { axes: 0, keepDims: true }), [input]);
    await checkSecondGradient((a) => square(sum(a, { axes: 1 })), [input]);
  });

  it("refuses axes that do not exist, and bool", () => {
    expect(() => sum(x, { axes: 2 })).toThrow("sum: expected axis to be an integer from -2 to 1, got 2");
    expect(() => sum(x, { axes: [0, -2] })).toThrow("sum: expected each axis once, got [0, -2]");
    expect(() => sum(tensor([true], { backend: device }))).toThrow(
      "sum: expected a numeric type, got bool; convert with cast",
    );
  });
});
