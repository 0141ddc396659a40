import type { Backend } from "@nn/backend";
import { engineOf } from "./engine.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Ends a step: everything assigned to variables since the last one is computed as one plan, together with the loss
 * that `backward` was called on and with all reads that are asked for before control returns to the event loop.
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1], { backend }));
 * x.assign(add(x, 1));
 * endStep(backend); // undefined
 * await x.item(); // 2
 * ```
 */
export function endStep(backend: Backend): void {
  engineOf(backend).endStep();
}

/**
 * Computes tensors now, as one plan, and keeps them on their backend.
 *
 * @example
 * ```ts
 * const y = square(tensor([3], { backend }));
 * await evaluate(y); // undefined
 * await y.item(); // 9
 * ```
 */
export async function evaluate(...tensors: readonly Tensor[]): Promise<void> {
  const backends = new Set(tensors.map(({ backend }) => backend));
  const parts = [...backends].map((backend) =>
    engineOf(backend).evaluate(tensors.filter((tensor) => tensor.backend === backend).map(({ value }) => value)),
  );
  await Promise.all(parts);
}
