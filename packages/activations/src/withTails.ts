import { constant, less, select, type Expression } from "@nn/backend";

/**
 * A value x · gate, which has become 0 and x where the gate has become 0 and 1: written so, an infinite x gives no
 * 0 · ∞, neither here nor in the gradients.
 *
 * @param steepness what e is raised to in the gate: beyond ±800, float64 cannot tell the gate from 0 and 1
 */
export function withTails(steepness: Expression, x: Expression, middle: Expression, limit = 800): Expression {
  const above = select(less(constant(limit, x.dtype), steepness), x, middle);
  return select(less(steepness, -limit), 0, above);
}
