import { add, floatOperands, normalizeAxis, sqrt, square, sum, type Tensor } from "@nn/tensor";
import { checkEpsilon, type SquashOptions } from "./squash.ts";

/**
 * y = √(|x|² + epsilon) for the vectors along an axis: how sure each capsule is that its entity is there.
 *
 * Source: Sabour, Frosst & Hinton 2017, "Dynamic Routing Between Capsules"; there is no epsilon there.
 *
 * @param input of shape [batch, capsules, features]
 * @returns of shape [batch, capsules]
 * @throws NNError `option` unless the axis exists and epsilon is a number above 0
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * await capsuleLengths(tensor([[[3, 4], [0, 1]]], { backend })).data(); // 5, 1
 * ```
 */
export function capsuleLengths(input: Tensor, options: SquashOptions = {}): Tensor {
  const { axis = -1, epsilon = 1e-8 } = options;
  const [x] = floatOperands("capsuleLengths", [input]);
  checkEpsilon("capsuleLengths", epsilon);
  return sqrt(add(sum(square(x!), { axes: normalizeAxis("capsuleLengths", axis, x!.rank) }), epsilon));
}
