import { describe, expect, it } from "vitest";
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from "./half.ts";

describe("float16", () => {
  it.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, 1023 * 2 ** -24],
    [0x0001, 2 ** -24],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])("%i is %f", (bits, value) => {
    expect(fromFloat16(bits)).toBe(value);
    expect(toFloat16(value)).toBe(bits);
  });

  it("comes back whatever it was", () => {
    const bits = Array.from({ length: 0x10000 }, (_, at) => at).filter((at) => !Number.isNaN(fromFloat16(at)));
    expect(bits).toHaveLength(0x10000 - 2 * 1023);
    expect(bits.filter((at) => toFloat16(fromFloat16(at)) !== at)).toEqual([]);
  });

  it("rounds to the even one of two, and beyond the largest to infinity", () => {
    expect(fromFloat16(toFloat16(2049))).toBe(2048);
    expect(fromFloat16(toFloat16(2051))).toBe(2052);
    expect(fromFloat16(toFloat16(1.9999))).toBe(2);
    expect(fromFloat16(toFloat16(2 ** -25))).toBe(0);
    expect(fromFloat16(toFloat16(1.01 * 2 ** -25))).toBe(2 ** -24);
    expect(fromFloat16(toFloat16(65519))).toBe(65504);
    expect(fromFloat16(toFloat16(-65520))).toBe(-Infinity);
  });
});

describe("bfloat16", () => {
  it.each([
    [0x3f80, 1],
    [0x4049, 3.140625],
    [0x8000, -0],
    [0x7f80, Infinity],
    [0xff80, -Infinity],
    [0x7fc0, NaN],
  ])("%i is %f", (bits, value) => {
    expect(fromBfloat16(bits)).toBe(value);
    expect(toBfloat16(value)).toBe(bits);
  });

  it("rounds to the even one of two", () => {
    expect(fromBfloat16(toBfloat16(257))).toBe(256);
    expect(fromBfloat16(toBfloat16(259))).toBe(260);
    expect(fromBfloat16(toBfloat16(3.4028234663852886e38))).toBe(Infinity);
  });
});
