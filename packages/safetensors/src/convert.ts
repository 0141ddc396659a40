import { createArray, isFloat, NNError, type DType, type TypedArray } from "@nn/backend";
import type { Decoded } from "./decode.ts";
import { isFloatInFile, type FileDType } from "./fileDType.ts";
import { quoted } from "./invalid.ts";

/** Whether elements of type `from` can be given as `to` at all: anything but floats as something else. */
export function isConvertible(from: FileDType, to: DType): boolean {
  return isFloat(to) || !isFloatInFile(from);
}

/**
 * Numbers of a file as elements of `dtype`. Floats are rounded to it; integers and truth values are not changed by a
 * bit.
 *
 * @throws NNError `dtype` where an integer has no counterpart
 */
export function convert(numbers: Decoded, from: FileDType, dtype: DType, name: string): TypedArray {
  const result = createArray(dtype, numbers.length);
  if (isFloatInFile(from)) {
    for (let at = 0; at < numbers.length; at++) result[at] = Number(numbers[at]);
    return result;
  }
  const { least, greatest } = ranges[dtype];
  for (let at = 0; at < numbers.length; at++) {
    const [exact, value] = [numbers[at]!, Number(numbers[at])];
    const fits = value >= least && value <= greatest;
    result[at] = value;
    if (!fits || !isSame(result[at]!, exact)) {
      const allowed = isFloat(dtype) ? `integers that ${dtype} can hold` : `integers from ${least} to ${greatest}`;
      throw new NNError("dtype", `safetensors: expected ${allowed} in tensor ${quoted(name)}, ${from}, got ${exact}`);
    }
  }
  return result;
}

function isSame(stored: number, exact: number | bigint): boolean {
  return typeof exact === "bigint" ? BigInt(stored) === exact : stored === exact;
}

const ranges: { readonly [D in DType]: { readonly least: number; readonly greatest: number } } = {
  float32: { least: -Infinity, greatest: Infinity },
  float64: { least: -Infinity, greatest: Infinity },
  int32: { least: -(2 ** 31), greatest: 2 ** 31 - 1 },
  uint32: { least: 0, greatest: 2 ** 32 - 1 },
  bool: { least: 0, greatest: 1 },
};
