import { NNError } from "@nn/backend";
import { full } from "./create.ts";
import { Tensor } from "./tensor.ts";

/** An operand of an elementwise operation: a tensor, or a number that becomes a constant of the kernel. */
export type TensorOrNumber = Tensor | number;

/**
 * The operands of an elementwise operation as tensors of one type.
 *
 * @throws NNError `dtype` if tensors of different types meet: conversions are written out, with `cast`
 */
export function operands(operation: string, values: readonly TensorOrNumber[]): Tensor[] {
  const first = values.find((value) => value instanceof Tensor);
  if (!first) throw new NNError("option", `${operation}: expected at least one tensor, got numbers only`);
  const other = values.find((value): value is Tensor => value instanceof Tensor && value.dtype !== first.dtype);
  if (other) {
    const types = `${first.dtype} and ${other.dtype}`;
    throw new NNError("dtype", `${operation}: expected tensors of one type, got ${types}; convert one with cast`);
  }
  return values.map((value) =>
    value instanceof Tensor ? value : full([], value, { backend: first.backend, dtype: first.dtype }),
  );
}
