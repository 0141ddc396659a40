import {
  folded,
  foldIndex,
  index,
  load,
  NNError,
  type DType,
  type Expression,
  type FoldOperator,
  type TensorType,
} from "@nn/backend";
import type { FormulaParts } from "../operation.ts";
import { formatShape, normalizeAxes, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** Options of every reduction. */
export interface ReductionOptions {
  /** The axes to reduce; negative ones count from the end. Default: all. */
  readonly axes?: number | readonly number[];
  /** Whether reduced axes stay as size 1. Default: false. */
  readonly keepDims?: boolean;
}

/** A reduction's options in one form: axes ascending, all given. */
export interface NormalReduction {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** The options with defaults filled in and axes counted from the front. */
export function normalReduction(operation: string, input: Tensor, options: ReductionOptions): NormalReduction {
  return { axes: normalizeAxes(operation, options.axes, input.rank), keepDims: options.keepDims ?? false };
}

/** Options of reductions that give a position. */
export interface PositionReductionOptions {
  /** The axis to reduce; negative ones count from the end. Default: all, and positions are those of the flattened tensor. */
  readonly axis?: number;
  /** Whether reduced axes stay as size 1. Default: false. */
  readonly keepDims?: boolean;
}

/**
 * The options of a reduction that gives a position, with defaults filled in.
 *
 * @throws NNError `shape` if there is no position to give
 */
export function normalPositionReduction(
  operation: string,
  input: Tensor,
  { axis, keepDims = false }: PositionReductionOptions,
): NormalReduction {
  const normal = { axes: normalizeAxes(operation, axis, input.rank), keepDims };
  requireElements(operation, input, normal);
  return normal;
}

/** @throws NNError `shape` if the reduced axes have no elements */
export function requireElements(operation: string, input: Tensor, options: NormalReduction): void {
  if (reducedCount(input.shape, options) > 0) return;
  const got = formatShape(input.shape);
  throw new NNError("shape", `${operation}: expected at least one element along the reduced axes, got ${got}`);
}

/** How many elements of `shape` each result is made of. */
export function reducedCount(shape: readonly number[], { axes }: NormalReduction): number {
  return sizeOf(axes.map((axis) => shape[axis]!));
}

/** The shape that remains of `shape`. */
export function reducedShape(shape: readonly number[], { axes, keepDims }: NormalReduction): number[] {
  return shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
}

/** The formula of a reduction over `options.axes` of `body`, which gets the element under the fold. */
export function reductionFormula(
  operator: FoldOperator,
  input: TensorType,
  options: NormalReduction,
  body: (element: Expression) => Expression = (element) => element,
  dtype: DType = input.dtype,
): FormulaParts {
  const element = load(0, input, reductionCoordinates(input.shape.length, options));
  const extents = options.axes.map((axis) => input.shape[axis]!);
  return {
    shape: reducedShape(input.shape, options),
    folds: [{ operator, extents, dtype, body: body(element) }],
    outputs: [folded(0, dtype)],
  };
}

/** The coordinates of the element that a reduction folds: kept axes by the result's index, others by the fold's. */
export function reductionCoordinates(rank: number, { axes, keepDims }: NormalReduction): Expression[] {
  let kept = 0;
  return Array.from({ length: rank }, (_, axis) => {
    const position = axes.indexOf(axis);
    if (position < 0) return index(keepDims ? axis : kept++);
    return foldIndex(position);
  });
}
