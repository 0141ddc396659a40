import { describe, expect, it } from "vitest";
import { erf } from "./erf.ts";

describe("erf", () => {
  // Computed to 17 digits by the C library's erf, which errs by less than one unit in the last place.
  it.each([
    [1e-300, 1.1283791670955126e-300],
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [1.7673, 0.9875574998595201],
    [2.4999, 0.9995928300996666],
    [2.5, 0.999593047982555],
    [3, 0.9999779095030014],
    [5, 0.9999999999984626],
  ])("erf(%s) = %s to 1e-15, and its negative", (x, expected) => {
    expect(Math.abs(erf(x) / expected - 1)).toBeLessThan(1e-15);
    expect(erf(-x)).toBe(-erf(x));
  });

  it("is exact at its ends and at zero", () => {
    expect([-Infinity, -7, -0, 0, 7, Infinity, NaN].map(erf)).toEqual([-1, -1, -0, 0, 1, 1, NaN]);
  });
});
