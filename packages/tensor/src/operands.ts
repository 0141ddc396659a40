import { isFloat, NNError, roundTo, type DType } from "@nn/backend";
import { full } from "./create.ts";
import { commonBackend } from "./operation.ts";
import { Tensor } from "./tensor.ts";

/** An operand of an elementwise operation: a tensor, or a number that becomes a constant of the kernel. */
export type TensorOrNumber = Tensor | number;

/**
 * The operands of an elementwise operation as tensors of one type.
 *
 * @throws NNError `backend` if tensors of different backends meet
 * @throws NNError `dtype` if tensors of different types meet: conversions are written out, with `cast`
 * @throws NNError `option` if there are numbers only, or one that the tensors' type cannot hold
 */
export function operands(operation: string, values: readonly TensorOrNumber[]): Tensor[] {
  const tensors = values.filter((value) => value instanceof Tensor);
  const [first] = tensors;
  if (!first) throw new NNError("option", `${operation}: expected at least one tensor, got numbers only`);
  commonBackend(operation, tensors);
  const other = tensors.find(({ dtype }) => dtype !== first.dtype);
  if (other) {
    const types = `${first.dtype} and ${other.dtype}`;
    throw new NNError("dtype", `${operation}: expected tensors of one type, got ${types}; convert one with cast`);
  }
  return values.map((value) => (value instanceof Tensor ? value : numberLike(operation, value, first)));
}

/**
 * Operands of an operation on numbers.
 *
 * @throws NNError `dtype` if they are bool
 */
export function numericOperands(operation: string, values: readonly TensorOrNumber[]): Tensor[] {
  return checked(operation, values, "a numeric type", (dtype) => dtype !== "bool");
}

/**
 * Operands of an operation that is defined for floats only.
 *
 * @throws NNError `dtype` if they are integers or bool
 */
export function floatOperands(operation: string, values: readonly TensorOrNumber[]): Tensor[] {
  return checked(operation, values, "float32 or float64", isFloat);
}

/**
 * Operands of an operation on truth values.
 *
 * @throws NNError `dtype` if they are numbers
 */
export function boolOperands(operation: string, values: readonly Tensor[]): Tensor[] {
  return checked(operation, values, "bool", (dtype) => dtype === "bool");
}

function checked(
  operation: string,
  values: readonly TensorOrNumber[],
  expected: string,
  fits: (dtype: DType) => boolean,
): Tensor[] {
  const tensors = operands(operation, values);
  const { dtype } = tensors[0]!;
  if (fits(dtype)) return tensors;
  throw new NNError("dtype", `${operation}: expected ${expected}, got ${dtype}; convert with cast`);
}

function numberLike(operation: string, value: number, { backend, dtype }: Tensor): Tensor {
  if (!isFloat(dtype) && roundTo(dtype, value) !== value) {
    throw new NNError("option", `${operation}: expected a number that ${dtype} can hold, got ${value}`);
  }
  return full([], value, { backend, dtype });
}
