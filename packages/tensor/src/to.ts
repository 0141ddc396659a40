import type { Backend } from "@nn/backend";
import { tensor } from "./create.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The tensor on another backend: it is computed, read, and written there. The result is a leaf without history; on the
 * backend that it already has, the tensor itself is given back.
 *
 * @throws NNError `dtype` if the other backend does not hold the type
 *
 * @example
 * ```ts
 * const there = await to(tensor([1, 2], { backend }), backend);
 * await there.data(); // 1, 2
 * ```
 */
export async function to(input: Tensor, backend: Backend): Promise<Tensor> {
  if (input.backend === backend) return input;
  const { dtype, shape, requiresGradient } = input;
  return tensor(await input.data(), { backend, dtype, shape, requiresGradient });
}
