import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import { numbers } from "./fixtures.ts";

function difference(actual: readonly number[], expected: readonly number[]): string | undefined {
  return compare(numbers("x", actual), numbers("x", expected), { relative: 0.01, absolute: 0.001 });
}

describe("compare", () => {
  it("accepts numbers within the tolerance", () => {
    expect(difference([100, 0], [101, 0.001])).toBeUndefined();
  });

  it("names the first wrong number and counts the others", () => {
    expect(difference([1, 2.1, 3, 8], [1, 2, 3, 4])).toBe("at 1: expected 2, got 2.1 (2 of 4 differ, by up to 4.00)");
  });

  it("wants NaN for NaN only", () => {
    expect(difference([NaN], [NaN])).toBeUndefined();
    expect(difference([1], [NaN])).toBe("at 0: expected NaN, got 1 (1 of 1 differ)");
    expect(difference([NaN], [1])).toBe("at 0: expected 1, got NaN (1 of 1 differ)");
  });

  it("wants the same infinity", () => {
    expect(difference([Infinity, -Infinity], [Infinity, -Infinity])).toBeUndefined();
    expect(difference([Infinity], [-Infinity])).toContain("expected -Infinity, got Infinity");
    expect(difference([1e300], [Infinity])).toContain("expected Infinity, got 1e+300");
    expect(difference([Infinity], [1])).toContain("expected 1, got Infinity");
  });

  it("does not tell −0 from 0", () => {
    expect(difference([-0, 0], [0, -0])).toBeUndefined();
  });

  it("wants the same shape and type", () => {
    expect(difference([1, 2], [1])).toBe("expected float32 [1], got float32 [2]");
    const tolerance = { relative: 1, absolute: 1 };
    expect(compare(numbers("x", [1], "int32"), numbers("x", [1]), tolerance)).toBe(
      "expected float32 [1], got int32 [1]",
    );
  });
});
