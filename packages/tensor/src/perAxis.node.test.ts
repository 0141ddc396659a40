import { expect, it } from "vitest";
import { perAxis } from "./perAxis.ts";

it("repeats a single number", () => {
  expect(perAxis("conv2d", "stride", 2, 2, 1)).toEqual([2, 2]);
  expect(perAxis("conv2d", "stride", [2, 3], 2, 1)).toEqual([2, 3]);
});

it.each([
  [0, "0"],
  [1.5, "1.5"],
  [[2], "[2]"],
  [[2, 2, 2], "[2, 2, 2]"],
  [[2, NaN], "[2, NaN]"],
])("refuses %j", (value, got) => {
  expect(() => perAxis("conv2d", "stride", value, 2, 1)).toThrow(
    `conv2d: expected stride to be an integer of at least 1 or 2 of them, got ${got}`,
  );
});

it("does not speak of several where there is one axis", () => {
  expect(() => perAxis("conv1d", "padding", -1, 1, 0)).toThrow(
    "conv1d: expected padding to be an integer of at least 0, got -1",
  );
});
