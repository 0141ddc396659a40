import { roundTo, type DType } from "@nn/backend";
import { formatOf } from "../layout.ts";

/** A constant as GLSL. */
export function literal(value: number, dtype: DType): string {
  const rounded = roundTo(dtype, value);
  switch (formatOf(dtype)) {
    case "int":
      return rounded === -2147483648 ? "(-2147483647 - 1)" : rounded < 0 ? `(${rounded})` : String(rounded);
    case "uint":
      return `${rounded}u`;
    case "float":
      return floatLiteral(rounded);
  }
}

/**
 * A float of which not a bit is lost on the way: translators print few digits, and know neither infinities nor
 * subnormal numbers. Those that need care are given by their bits.
 */
function floatLiteral(value: number): string {
  const text = value.toPrecision(7);
  const isNormal = Number.isFinite(value) && (Math.abs(value) >= 2 ** -126 || Object.is(value, 0));
  const isSafe = isNormal && Math.fround(Number(text)) === value;
  if (!isSafe) return `uintBitsToFloat(0x${bitsOf(value).toString(16)}u)`;
  const short = String(Number(text));
  const written = /[.e]/.test(short) ? short : `${short}.0`;
  return value < 0 ? `(${written})` : written;
}

function bitsOf(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]!;
}
