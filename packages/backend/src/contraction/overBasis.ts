import { affine } from "../affine.ts";
import { add, constant, multiply } from "../build.ts";
import type { Expression } from "../expression.ts";
import { withChildren } from "../traverse.ts";
import type { Contraction, Loop } from "./axes.ts";
import { decompose, isIndexArithmetic, vectorOf, type Combination } from "./basis.ts";

/** All loops of a contraction, those over the outputs first. */
export function loopsOf({ outer, inner }: Contraction): readonly Loop[] {
  return [...outer, ...inner];
}

/**
 * A factor of a contraction as a function of the combinations of its basis instead of the loops' variables.
 *
 * @param values what stands for the value of each combination
 */
export function overBasis(
  factor: Expression,
  contraction: Contraction,
  basis: readonly Combination[],
  values: readonly Expression[],
): Expression {
  const loops = loopsOf(contraction);
  const vectors = basis.map(({ coefficients }) => coefficients);
  const memo = new Map<Expression, Expression>();
  const replace = (expression: Expression): Expression => {
    const known = memo.get(expression);
    if (known) return known;
    const result = isIndexArithmetic(expression) ? inCombinations(expression) : withChildren(expression, replace);
    memo.set(expression, result);
    return result;
  };
  const inCombinations = (expression: Expression): Expression => {
    const form = affine(expression, contraction.domain);
    const { factors } = decompose(vectorOf(form, loops), vectors);
    let sum: Expression = constant(form.constant, "int32");
    factors.forEach((multiple, axis) => {
      if (multiple !== 0) sum = add(sum, multiply(values[axis]!, multiple));
    });
    for (const { atom, coefficient } of form.terms) {
      if (atom.kind === "index" || atom.kind === "foldIndex") continue;
      sum = add(sum, multiply(withChildren(atom, replace), coefficient));
    }
    return sum;
  };
  return replace(factor);
}
