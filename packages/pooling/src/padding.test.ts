import { backend } from "@nn/testing";
import { zeros, type WindowPadding } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { maxPool2d } from "./maxPool2d.ts";

const x = zeros([1, 1, 7, 5], { backend: await backend() });
const sizeWith = (padding: WindowPadding, more: object = {}) =>
  maxPool2d(x, { kernelSize: [3, 2], stride: [2, 1], padding, ...more }).shape.slice(2);

describe("padding", () => {
  it("is one number, one for each axis, or one for each end", () => {
    expect(sizeWith(1)).toEqual([4, 6]);
    expect(sizeWith([1, 0])).toEqual([4, 4]);
    expect(sizeWith([[2, 0], 1])).toEqual([4, 6]);
    expect(sizeWith([[0, 2], [0, 1]])).toEqual([4, 5]); // prettier-ignore
  });

  it("takes height from the first number and width from the second, for windows that are not square", () => {
    const options = { kernelSize: [1, 3], stride: [1, 2], padding: [0, 1] };
    expect(maxPool2d(x, options).shape).toEqual([1, 1, 7, 3]);
    // One number for both axes: 7 + 2 − 1 rows and (5 + 2 − 4) / 1 + 1 columns.
    expect(maxPool2d(x, { kernelSize: [2, 4], stride: 1, padding: 1 }).shape).toEqual([1, 1, 8, 4]);
  });

  it("may be more than half a window", () => {
    expect(sizeWith([2, 1])).toEqual([5, 6]);
  });

  it("that keeps the size gives as many windows as steps fit, in ceil mode, too", () => {
    expect(sizeWith("same")).toEqual([4, 5]);
    expect(sizeWith("same", { stride: [3, 2], dilation: 2 })).toEqual([3, 3]);
    expect(sizeWith("same", { ceilMode: true })).toEqual([4, 5]);
    expect(sizeWith("valid")).toEqual([3, 4]);
  });

  it.each([
    [3, "maxPool2d: expected padding below the window's reach of [3, 2], got [3, 3]"],
    [[0, [0, 2]], "maxPool2d: expected padding below the window's reach of [3, 2], got [[0, 0], [0, 2]]"],
    [-1, "maxPool2d: expected padding to be an integer of at least 0 or 2 of them, got -1"],
    [[1, 1, 1], "maxPool2d: expected padding to be an integer of at least 0 or 2 of them, got [1, 1, 1]"],
    [[[1, 1]], "maxPool2d: expected padding for 2 axes, got [[1, 1]]"],
    [[[1, -1], 0], "maxPool2d: expected padding of one axis to be an integer of at least 0 or 2 of them, got [1, -1]"],
    [
      "full",
      'maxPool2d: expected padding to be integers, [before, after] for each axis, "valid", "same" or "same-lower", got "full"',
    ],
  ] as [WindowPadding, string][])("refuses %j", (padding, message) => {
    expect(() => sizeWith(padding)).toThrow(message);
  });
});
