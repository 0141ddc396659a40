import { NNError } from "@nn/backend";
import { formatShape, normalizeAxis, type Tensor } from "@nn/tensor";

/** @throws NNError `option` unless epsilon is a number of at least 0 */
export function checkEpsilon(operation: string, epsilon: number): void {
  if (epsilon >= 0) return;
  throw new NNError("option", `${operation}: expected epsilon to be a number of at least 0, got ${epsilon}`);
}

/**
 * The axis of the channels of an input [batch, channels, …], counted from the front.
 *
 * @throws NNError `shape` if there are fewer axes, `option` if there is no such axis
 */
export function channelAxis(operation: string, input: Tensor, axis = 1): number {
  if (input.rank < 2) {
    const got = formatShape(input.shape);
    throw new NNError("shape", `${operation}: expected input of shape [batch, channels, …], got ${got}`);
  }
  const found = normalizeAxis(operation, axis, input.rank);
  if (found > 0) return found;
  throw new NNError("option", `${operation}: expected axis of the channels behind that of the batch, got ${axis}`);
}

/**
 * The axes that the last sizes of a shape belong to.
 *
 * @throws NNError `shape` unless the input ends in `trailing`, which has a size at least
 */
export function trailingAxes(operation: string, input: Tensor, trailing: readonly number[]): number[] {
  const first = input.rank - trailing.length;
  const fits = first >= 0 && trailing.length > 0 && trailing.every((size, at) => size === input.shape[first + at]);
  if (fits) return trailing.map((_, at) => first + at);
  const expected = trailing.length > 0 ? `input of shape […, ${trailing.join(", ")}]` : "at least one size";
  throw new NNError("shape", `${operation}: expected ${expected}, got ${formatShape(input.shape)}`);
}
