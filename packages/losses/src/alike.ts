import { NNError } from "@nn/backend";
import { commonBackend, formatShape, requireFloat, sameShape, type Tensor } from "@nn/tensor";

/**
 * @param role what errors call the second tensor
 * @throws NNError `shape`, `dtype` or `backend` unless both are floats of one type and shape on one backend
 */
export function requireAlike(operation: string, input: Tensor, other: Tensor, role = "a target"): void {
  commonBackend(operation, [input, other]);
  requireFloat(operation, input);
  if (sameShape(other.shape, input.shape) && other.dtype === input.dtype) return;
  const [expected, got] = [input, other].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
  throw new NNError("shape", `${operation}: expected ${role} like the input, ${expected}, got ${got}`);
}
