import { expect, it } from "vitest";
import { median } from "./median.ts";

it("is the number in the middle, whatever the order", () => {
  expect(median([30, 1, 2])).toBe(2);
  expect(median([4, 1, 30, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

it("leaves the numbers as they are", () => {
  const numbers = [3, 1, 2];
  median(numbers);
  expect(numbers).toEqual([3, 1, 2]);
});
