import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { min } from "./min.ts";
import { square } from "./square.ts";

const device = await backend();

describe("min", () => {
  const x = tensor([[1, 2, 3], [4, 5, 9]], { backend: device }); // prettier-ignore

  it("chooses over all axes, or over some", async () => {
    expect(await min(x).toArray()).toBe(1);
    expect(await min(x, { axes: 0 }).toArray()).toEqual([1, 2, 3]);
    expect(await min(x, { axes: -1, keepDims: true }).toArray()).toEqual([[1], [4]]);
    expect(await min(tensor([-7, 3, 0], { backend: device, dtype: "int32" })).item()).toBe(-7);
  });

  it("lets NaN win, and gives infinities", async () => {
    expect(await min(tensor([1, NaN, 2], { backend: device })).item()).toBeNaN();
    expect(await min(tensor([Infinity, Infinity], { backend: device })).item()).toBe(Infinity);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [1, 7, 3, 4, -5, 6], shape: [2, 3] };
    await checkGradient((a) => min(a, { axes: 1 }), [input]);
    await checkGradient((a) => min(a), [input]);
    await checkSecondGradient((a) => square(min(a, { axes: 0, keepDims: true })), [input]);
  });

  it("shares the gradient evenly among equals", async () => {
    const equal = tensor([[2, 2, 2, 2], [1, 5, 1, 5]], { backend: device, requiresGradient: true }); // prettier-ignore
    const [gradient] = grad(min(equal, { axes: 1 }), [equal]);
    expect(await gradient!.toArray()).toEqual([[0.25, 0.25, 0.25, 0.25], [0.5, 0, 0.5, 0]]); // prettier-ignore
  });

  it("refuses to choose from nothing", () => {
    expect(() => min(zeros([2, 0], { backend: device }), { axes: 1 })).toThrow(
      "min: expected at least one element along the reduced axes, got [2, 0]",
    );
    expect(min(zeros([2, 0], { backend: device }), { axes: 0 }).shape).toEqual([0]);
    expect(() => min(tensor([true], { backend: device }))).toThrow(
      "min: expected a numeric type, got bool; convert with cast",
    );
  });
});
