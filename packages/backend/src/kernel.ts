import type { DType } from "./dtype.ts";
import type { Expression } from "./expression.ts";
import type { OperationCall } from "./operation.ts";

/** An element type and a shape: all that a formula may know of a tensor. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/**
 * One loop nest, the unit that a backend compiles.
 *
 *     for each index of shape:
 *       for each fold, in order:  folded[f] = operator over extents of body
 *       for each output:          output[index] = value
 *
 * Inputs are dense and row-major as far as the formula can see; outputs have the kernel's shape. Inputs and outputs of
 * one run never overlap. Any size may be 0: then nothing is written, and a fold over nothing gives its neutral value.
 */
export interface Kernel {
  readonly shape: readonly number[];
  readonly inputs: readonly TensorType[];
  /** Types of the numbers that the host gives with each run. */
  readonly scalars: readonly DType[];
  readonly folds: readonly Fold[];
  readonly outputs: readonly KernelOutput[];
  /**
   * The operation that this kernel computes and nothing else. It is set only where the backend claimed the operation
   * (see `Backend.claims`); everywhere else operations have been fused and the formula is all there is.
   */
  readonly origin?: OperationCall;
}

/** One result of a kernel. */
export interface KernelOutput {
  readonly dtype: DType;
  /** May use `Index`, `Load`, `Scalar` and `Folded`, never `FoldIndex`. */
  readonly value: Expression;
}

/** A reduction: `operator` over all positions within `extents` of `body`. */
export interface Fold {
  readonly operator: FoldOperator;
  /** The sizes that `FoldIndex` runs over; row-major order where order matters. */
  readonly extents: readonly number[];
  /** The type of the result: the body's, but int32 for `argmax` and `argmin`. */
  readonly dtype: DType;
  /** May use `Index`, `FoldIndex`, `Load`, `Scalar`, and `Folded` of an earlier fold. */
  readonly body: Expression;
}

/**
 * - `sum`, `product`: neutral values 0 and 1. The order of a float sum is the backend's choice, but it may depend on
 *   the kernel's shape and the fold's extents only, so that fusing a body does not change a bit of the result.
 * - `dot`: a sum whose body is a `multiply`. It marks a contraction (matrix product, convolution and their gradients),
 *   which a code generator may compute by blocks.
 * - `max`, `min`: NaN wins. Neutral: the infinities, or the integer type's limits.
 * - `argmax`, `argmin`: the row-major position within `extents` of the first extremum (of the first NaN, if there is
 *   one); 0 over nothing.
 */
export type FoldOperator = "sum" | "dot" | "product" | "max" | "min" | "argmax" | "argmin";
