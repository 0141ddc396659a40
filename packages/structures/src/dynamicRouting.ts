import {
  add,
  applySingle,
  contractOperation,
  perAxis,
  requireFloat,
  requireRank,
  softmax,
  zeros,
  type Tensor,
} from "@nn/tensor";
import { squash } from "./squash.ts";

/** Options of {@link dynamicRouting}. */
export interface DynamicRoutingOptions {
  /** How often the couplings are computed. Default: 3. */
  readonly iterations?: number;
}

/**
 * Routing by agreement: each lower capsule i has a vote û[i,j] for each upper capsule j, and couples more to those whose
 * output agrees with its vote. With b = 0 at first, `iterations` times:
 *
 *     c[i,·] = softmax(b[i,·])      v[j] = squash(Σ_i c[i,j] · û[i,j])      b[i,j] = b[i,j] + û[i,j] · v[j]
 *
 * Gradients flow through all iterations.
 *
 * Source: Sabour, Frosst & Hinton 2017, "Dynamic Routing Between Capsules", procedure 1.
 *
 * @param votes û, of shape [batch, inputs, outputs, features]
 * @returns v, of shape [batch, outputs, features]
 * @throws NNError `shape` unless the votes have 4 axes
 * @throws NNError `option` unless `iterations` is a positive integer
 * @throws NNError `dtype` unless the votes are floats
 *
 * @example
 * ```ts
 * const votes = tensor([[[[3, 4], [0, 0]], [[3, 4], [0, 1]]]], { backend });
 * await dynamicRouting(votes, { iterations: 1 }).data(); // 0.57692, 0.76923, 0, 0.2
 * ```
 */
export function dynamicRouting(votes: Tensor, options: DynamicRoutingOptions = {}): Tensor {
  const { iterations = 3 } = options;
  requireRank("dynamicRouting", votes, ["batch", "inputs", "outputs", "features"]);
  requireFloat("dynamicRouting", votes);
  perAxis("dynamicRouting", "iterations", iterations, 1, 1);
  const { backend, dtype } = votes;
  let logits = zeros(votes.shape.slice(0, 3), { backend, dtype });
  for (let iteration = 1; ; iteration++) {
    const couplings = softmax(logits, { axis: 2 });
    const outputs = squash(
      applySingle(contractOperation, [couplings, votes], { left: "bij", right: "bijf", result: "bjf" }),
    );
    if (iteration === iterations) return outputs;
    const agreement = applySingle(contractOperation, [votes, outputs], { left: "bijf", right: "bjf", result: "bij" });
    logits = add(logits, agreement);
  }
}
