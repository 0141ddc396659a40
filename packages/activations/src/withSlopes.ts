import type { Expression } from "@nn/backend";
import { applySingle, elementwise, mul, type Operation } from "@nn/tensor";

/** A value of one element. */
export type SlopeFormula<Options> = (x: Expression, options: Options) => Expression;

/**
 * An operation on one operand, element by element, with derivatives that are written by hand where the derived ones would
 * overflow or cancel.
 *
 * @param formulas the value, its derivative, the derivative's derivative, …; what follows the last one is derived
 */
export function withSlopes<Options = undefined>(
  name: string,
  formulas: readonly [SlopeFormula<Options>, ...SlopeFormula<Options>[]],
): Operation<Options> {
  const [formula, next, ...rest] = formulas;
  const operation = elementwise<Options>(name, ([x], options) => formula(x!, options));
  if (!next) return operation;
  const slope = withSlopes(`${name} slope`, [next, ...rest]);
  return {
    ...operation,
    gradient: ({ inputs: [x], upstream: [upstream], options }) => [mul(upstream!, applySingle(slope, [x!], options))],
  };
}
