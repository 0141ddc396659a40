import { expect, it } from "vitest";
import { hostCopy } from "./hostCopy.ts";

it.each([
  [Float32Array.of(1, -0, NaN)],
  [Float64Array.of(Math.PI)],
  [Int32Array.of(-1, 2)],
  [Uint32Array.of(4294967295)],
  [Uint8Array.of(1, 0, 1)],
  [new Float32Array(0)],
  [new Float32Array(5000).fill(7)],
])("copies %s", (data) => {
  const copy = hostCopy(data);
  expect(copy).toEqual(data);
  expect(copy.constructor).toBe(data.constructor);
  data.fill(0);
  expect(copy.some((value) => value !== 0)).toBe(data.length > 0);
});

it("gives each copy a place of its own", () => {
  const copies = Array.from({ length: 500 }, (_, at) => hostCopy(new Float32Array(1 + (at % 13)).fill(at)));
  copies.forEach((copy, at) => expect(copy).toEqual(new Float32Array(1 + (at % 13)).fill(at)));
  expect(new Set(copies.map(({ buffer }) => buffer)).size).toBeLessThan(10);
});
