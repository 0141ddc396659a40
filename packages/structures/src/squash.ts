import { NNError } from "@nn/backend";
import { add, div, floatOperands, mul, normalizeAxis, sqrt, square, sum, type Tensor } from "@nn/tensor";

/** Options of {@link squash}. */
export interface SquashOptions {
  /** The axis of the vectors; negative ones count from the end. Default: −1. */
  readonly axis?: number;
  /** Added to the squared length below the root, so that a vector of zeros has a gradient. Default: 1e-8. */
  readonly epsilon?: number;
}

/**
 * y = |x|² / (1 + |x|²) · x / √(|x|² + epsilon) for each vector along an axis: the direction stays, the length becomes
 * one from 0 to 1.
 *
 * Source: Sabour, Frosst & Hinton 2017, "Dynamic Routing Between Capsules", equation 1; there is no epsilon there.
 *
 * @throws NNError `option` unless the axis exists and epsilon is a number above 0
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * await squash(tensor([3, 4], { backend })).data(); // 0.57692, 0.76923
 * ```
 */
export function squash(input: Tensor, options: SquashOptions = {}): Tensor {
  const { axis = -1, epsilon = 1e-8 } = options;
  const [x] = floatOperands("squash", [input]);
  const axes = normalizeAxis("squash", axis, x!.rank);
  checkEpsilon("squash", epsilon);
  const length2 = sum(square(x!), { axes, keepDims: true });
  return mul(x!, div(length2, mul(add(length2, 1), sqrt(add(length2, epsilon)))));
}

/** @throws NNError `option` unless epsilon is a number above 0 */
export function checkEpsilon(operation: string, epsilon: number): void {
  if (epsilon > 0 && epsilon < Infinity) return;
  throw new NNError("option", `${operation}: expected epsilon to be a number above 0, got ${epsilon}`);
}
