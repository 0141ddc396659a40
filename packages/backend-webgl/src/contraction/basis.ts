import {
  affine,
  children,
  isLinear,
  visitExpressions,
  type Affine,
  type Domain,
  type Expression,
  type Load,
} from "@nn/backend";
import type { Loop } from "./axes.ts";

/**
 * A combination of loop variables, Σ coefficient · variable, on which an operand depends: the row of the image that a
 * convolution reads, say. It takes the integers from `minimum` to `minimum + size - 1`.
 */
export interface Combination {
  /** For each loop, 0 where it does not take part. */
  readonly coefficients: readonly number[];
  readonly minimum: number;
  readonly size: number;
}

/**
 * A few combinations of loop variables that every index in `expression` is made of: the expression is a function of
 * them. No two share a loop. Falls back to the loop variables themselves where that takes fewer values.
 *
 * @param loops all loops of the contraction
 */
export function basisOf(expression: Expression, loops: readonly Loop[], domain: Domain): readonly Combination[] {
  const vectors = collect(expression, loops, domain);
  const order = new Map(vectors.map((vector, position) => [vector.join(), position]));
  const bySupport = [...vectors].sort((a, b) => support(a).length - support(b).length);
  const basis: number[][] = [];
  for (const vector of bySupport) {
    const { rest } = decompose(vector, basis);
    if (support(rest).length > 0) basis.push(primitive(rest));
  }
  const used = loops.map((_, position) => basis.some((vector) => vector[position] !== 0));
  const single = loops.map((_, position) => loops.map((_, other) => Number(other === position)));
  const variables = single.filter((_, position) => used[position]).map((vector) => combination(vector, loops));
  const combinations = basis.map((vector) => combination(vector, loops));
  const disjoint = loops.every((_, position) => basis.filter((vector) => vector[position] !== 0).length < 2);
  if (!disjoint || volume(combinations) > volume(variables)) return variables;
  const rank = (entry: Combination): number => order.get(entry.coefficients.join()) ?? vectors.length;
  return combinations.sort((a, b) => rank(a) - rank(b));
}

/** How many values a basis takes together. */
export function volume(basis: readonly Combination[]): number {
  return basis.reduce((product, { size }) => product * size, 1);
}

/** The coefficients of an affine form that is linear in the loops. */
export function vectorOf(form: Affine, loops: readonly Loop[]): number[] {
  return loops.map(({ kind, axis }) => {
    const term = form.terms.find(({ atom }) => atom.kind === kind && atom.axis === axis);
    return term?.coefficient ?? 0;
  });
}

/** `vector` as a sum of multiples of the basis, and what remains. */
export function decompose(
  vector: readonly number[],
  basis: readonly (readonly number[])[],
): { factors: number[]; rest: number[] } {
  let rest = [...vector];
  const factors = basis.map((element) => {
    const position = element.findIndex((coefficient) => coefficient !== 0);
    const factor = rest[position]! / element[position]!;
    if (!Number.isInteger(factor)) return 0;
    rest = rest.map((coefficient, loop) => coefficient - factor * element[loop]!);
    return factor;
  });
  return { factors, rest };
}

/** Whether an expression is an int32 value that is computed from loop variables as an affine form with atoms. */
export function isIndexArithmetic(expression: Expression): boolean {
  return expression.dtype === "int32" && (expression.kind === "binary" || isVariable(expression));
}

/** The vectors of all linear forms that occur: first those of the load with the most coordinates, in their order. */
function collect(root: Expression, loops: readonly Loop[], domain: Domain): number[][] {
  const found = new Map<string, number[]>();
  const seen = new Set<Expression>();
  const record = (form: Affine): void => {
    const vector = primitive(vectorOf(form, loops));
    if (support(vector).length > 0) found.set(vector.join(), found.get(vector.join()) ?? vector);
  };
  const walk = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if (!isIndexArithmetic(expression)) return children(expression).forEach(walk);
    const form = affine(expression, domain);
    record({ constant: 0, terms: form.terms.filter(({ atom }) => isVariable(atom)) });
    if (!isLinear(form)) form.terms.forEach(({ atom }) => isVariable(atom) || children(atom).forEach(walk));
  };
  const loads: Load[] = [];
  visitExpressions([root], (expression) => {
    if (expression.kind === "load") loads.push(expression);
  });
  loads.sort((a, b) => b.coordinates.length - a.coordinates.length);
  for (const load of loads) walk(load);
  walk(root);
  return [...found.values()];
}

function isVariable(expression: Expression): boolean {
  return expression.kind === "index" || expression.kind === "foldIndex";
}

function combination(coefficients: readonly number[], loops: readonly Loop[]): Combination {
  let minimum = 0;
  let maximum = 0;
  coefficients.forEach((coefficient, position) => {
    const reach = coefficient * (loops[position]!.size - 1);
    minimum += Math.min(reach, 0);
    maximum += Math.max(reach, 0);
  });
  return { coefficients, minimum, size: maximum - minimum + 1 };
}

function support(vector: readonly number[]): number[] {
  return vector.flatMap((coefficient, position) => (coefficient === 0 ? [] : [position]));
}

/** The vector over the greatest common divisor of its coefficients. */
function primitive(vector: readonly number[]): number[] {
  const divisor = vector.reduce((a, b) => greatestCommonDivisor(a, Math.abs(b)), 0);
  return divisor > 1 ? vector.map((coefficient) => coefficient / divisor) : [...vector];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
