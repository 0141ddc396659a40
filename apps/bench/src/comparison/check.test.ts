import { expect, it } from "vitest";
import { workloadNamed } from "../workloads/index.ts";
import { droppedFault, faultOf, relativeDifference } from "./check.ts";

it("measures differences by the largest number", () => {
  const numbers = (...list: number[]): Float32Array => Float32Array.from(list);
  expect(relativeDifference(numbers(1, 2, 3), numbers(1, 2, 4))).toBe(0.25);
  expect(relativeDifference(numbers(0, 0), numbers(0, 0))).toBe(0);
  expect(relativeDifference(numbers(NaN, 1), numbers(1, 1))).toBeNaN();
  expect(relativeDifference(numbers(1), numbers(0))).toBe(Infinity);
});

it("rejects results that are too far from ours, or not as many", () => {
  const workload = { ...workloadNamed("relu"), tolerance: 0.1 };
  const ours = Float32Array.of(2, 0);
  expect(faultOf(workload, Float32Array.of(2, 0.125), ours)).toBeUndefined();
  expect(faultOf(workload, Float32Array.of(2, 0.5), ours)).toMatch("differs from ours by 2.5e-1");
  expect(faultOf(workload, Float32Array.of(2, NaN), ours)).toMatch("differs from ours by NaN");
  expect(faultOf(workload, Float32Array.of(2), ours)).toBe("expected 2 numbers, got 1");
});

it("checks dropout by its share, and by what is kept", () => {
  const source = new Float32Array(10_000).fill(3);
  const result = (share: number): Float32Array => source.map((number, at) => (at < 10_000 * share ? 0 : 2 * number));
  const options = { probability: 0.5, scale: 2 };
  expect(droppedFault(result(0.5), source, options, 1e-6)).toBeUndefined();
  expect(droppedFault(result(0.52), source, options, 1e-6)).toBeUndefined();
  expect(droppedFault(result(0.6), source, options, 1e-6)).toMatch(/^drops 0.6, more than six standard deviations/);
  expect(droppedFault(result(0), source, options, 1e-6)).toMatch("drops 0,");
  expect(droppedFault(source, source, options, 1e-6)).toBe("has 3 where 6 or 0 was expected");
  expect(droppedFault(new Float32Array(3), source, options, 1e-6)).toBe("expected 10000 numbers, got 3");
});
