import { expect, it } from "vitest";
import {
  channelsFirst,
  channelsLast,
  lenetParameters,
  lenetShapes,
  numbers,
  sizeOf,
  weightChannelsLast,
} from "./data.ts";

it("moves channels last and back", () => {
  const values = Float32Array.of(1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60); // [2, 2, 3]
  const last = channelsLast(values, 2, 2);
  expect([...last]).toEqual([1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]);
  expect(channelsFirst(last, 2, 2)).toEqual(values);
});

it("moves the channels of weights last, outputs behind inputs", () => {
  // [out 2, in 3, places 2]: the digits are out, in and place.
  const weight = Float32Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
  expect([...weightChannelsLast(weight, 2, 3)]).toEqual([0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121]);
});

it("draws the same numbers for the same seed, in [−1, 1)", () => {
  expect(numbers(100, 7)).toEqual(numbers(100, 7));
  expect(numbers(100, 7)).not.toEqual(numbers(100, 8));
  expect(numbers(1000, 7).every((value) => value >= -1 && value < 1)).toBe(true);
  expect(Math.abs(numbers(1000, 7).reduce((sum, value) => sum + value, 0) / 1000)).toBeLessThan(0.1);
});

it("has parameters for each layer of the network", () => {
  expect(lenetParameters().map(({ length }) => length)).toEqual(lenetShapes.map(sizeOf));
});
