import {
  folded,
  index,
  load,
  type DType,
  type Expression,
  type Fold,
  type FoldOperator,
  type Kernel,
  type TensorType,
} from "@nn/backend";

/** A kernel of one output without folds. */
export function elementwiseKernel(
  shape: readonly number[],
  inputs: readonly TensorType[],
  value: Expression,
  scalars: readonly DType[] = [],
): Kernel {
  return { shape, inputs, scalars, folds: [], outputs: [{ dtype: value.dtype, value }] };
}

/** A kernel whose output is the one fold that it has. */
export function foldKernel(
  shape: readonly number[],
  inputs: readonly TensorType[],
  operator: FoldOperator,
  extents: readonly number[],
  body: Expression,
): Kernel {
  const dtype = operator === "argmax" || operator === "argmin" ? "int32" : body.dtype;
  const fold: Fold = { operator, extents, dtype, body };
  return { shape, inputs, scalars: [], folds: [fold], outputs: [{ dtype, value: folded(0, dtype) }] };
}

/** Input number `input` at the kernel's own index. */
export function elementOf(input: number, type: TensorType): Expression {
  const at = type.shape.map((_, axis) => index(axis));
  return load(input, type, at);
}
