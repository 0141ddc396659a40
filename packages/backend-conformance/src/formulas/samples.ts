import { isFloat, type DType } from "@nn/backend";

const finite = [
  0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.7, -3.7, 1e-8, 16777217, 1e6, -1e6, 2147483648, -2147483649, 4294967296,
  1e10, -1e10, 3e38, -3e38, 7, -7, 2, 3,
]; // prettier-ignore
const integers = [0, 1, -1, 2, -2, 3, 7, -7, 8, 31, 32, 33, 100, -100, 65536, 2147483647, -2147483648];

/** Numbers of every type with which operators go wrong. */
export function awkward(dtype: DType, nonFinite: boolean, subnormal: boolean): readonly number[] {
  if (dtype === "bool") return [0, 1];
  if (!isFloat(dtype)) return dtype === "int32" ? integers : integers.map((value) => value >>> 0);
  const floats = [...finite, ...(nonFinite ? [Infinity, -Infinity, NaN] : []), ...(subnormal ? [1e-40, -1e-40] : [])];
  return dtype === "float32" ? floats.map(Math.fround) : floats;
}
