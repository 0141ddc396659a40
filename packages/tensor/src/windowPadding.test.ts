import { describe, expect, it } from "vitest";
import { samePadding, windowPadding, type WindowPadding } from "./windowPadding.ts";

describe("windowPadding", () => {
  it.each<[WindowPadding, unknown]>([
    [2, [[2, 2], [2, 2]]], // prettier-ignore
    [[1, 0], [[1, 1], [0, 0]]], // prettier-ignore
    [[[1, 2], 3], [[1, 2], [3, 3]]], // prettier-ignore
    ["valid", [[0, 0], [0, 0]]], // prettier-ignore
    ["same", "same"],
    ["same-lower", "same-lower"],
  ])("%j", (padding, expected) => {
    expect(windowPadding("op", padding, 2)).toEqual(expected);
  });

  it.each<[WindowPadding, string]>([
    [-1, "op: expected padding to be an integer of at least 0 or 2 of them, got -1"],
    [[1], "op: expected padding to be an integer of at least 0 or 2 of them, got [1]"],
    [[[1, 2]], "op: expected padding for 2 axes, got [[1, 2]]"],
    [[[1, -2], 0], "op: expected padding of one axis to be an integer of at least 0 or 2 of them, got [1, -2]"],
  ])("refuses %j", (padding, message) => {
    expect(() => windowPadding("op", padding, 2)).toThrow(message);
  });
});

describe("samePadding", () => {
  it("gives as many windows as strides begin within the input", () => {
    expect(samePadding(5, 3, 2, "same")).toEqual([1, 1]);
    expect(samePadding(4, 3, 2, "same")).toEqual([0, 1]);
    expect(samePadding(4, 3, 2, "same-lower")).toEqual([1, 0]);
    expect(samePadding(4, 1, 2, "same")).toEqual([0, 0]);
  });
});
