import { describe, expect, it } from "vitest";
import { expectClose } from "./expectClose.ts";

describe("expectClose", () => {
  it("accepts numbers within the tolerance, NaN for NaN, and the same infinities", () => {
    expectClose([1, -0, NaN, Infinity, -Infinity], [1, 0, NaN, Infinity, -Infinity]);
    expectClose(Float32Array.of(100.5), [100], { relative: 0.005, absolute: 0 });
    expectClose([0.5], [0], { relative: 0, absolute: 0.5 });
    expectClose([], []);
  });

  it.each([
    [NaN, 1],
    [1, NaN],
    [Infinity, -Infinity],
    [Infinity, 1e300],
    [1e300, Infinity],
    [1.1, 1],
    [0, 1e-5],
  ])("refuses %s for %s", (actual, expected) => {
    expect(() => expectClose([actual], [expected])).toThrow("1 of 1 numbers differ");
  });

  it("names where, what and how many", () => {
    expect(() => expectClose([1, 2, 3], [1, 2.5, 4], { relative: 0, absolute: 0.1 })).toThrow(
      [
        "2 of 3 numbers differ by more than 0.1 + 0 * |expected|:",
        "  at 1: expected 2.5, got 2 (apart by 5.00e-1)",
        "  at 2: expected 4, got 3 (apart by 1.00e+0)",
      ].join("\n"),
    );
  });

  it("shows the first five", () => {
    const zeros = new Float32Array(7);
    expect(() =>
      expectClose(
        zeros,
        zeros.map(() => 1),
      ),
    ).toThrow(/7 of 7[^]*at 4: expected 1, got 0.*\n {2}…$/);
  });

  it("compares lengths first", () => {
    expect(() => expectClose([1], [1, 2])).toThrow("expected 2 numbers, got 1");
  });
});
