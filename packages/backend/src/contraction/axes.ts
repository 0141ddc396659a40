import { add, foldIndex, index, multiply } from "../build.ts";
import type { Expression } from "../expression.ts";
import type { Fold, Kernel } from "../kernel.ts";
import { expressionKey } from "../key.ts";
import { domainOf, type Domain } from "../ranges.ts";
import { simplify } from "../simplify.ts";
import { children, rewrite, visitExpressions } from "../traverse.ts";

/** One loop of a contraction: a part of an axis of the kernel's shape or of the fold's extents. */
export interface Loop {
  readonly kind: "index" | "foldIndex";
  /** Its number among the loops of its kind. */
  readonly axis: number;
  readonly size: number;
}

/** A sum of products over loops in which its operands are as close to affine as can be. */
export interface Contraction {
  /** Those over the outputs, in row-major order; together they enumerate the kernel's shape. */
  readonly outer: readonly Loop[];
  /** Those over the products of one output element, in the order of summation. */
  readonly inner: readonly Loop[];
  readonly left: Expression;
  readonly right: Expression;
  readonly domain: Domain;
}

/**
 * The loops of a kernel whose only fold is `fold`. An axis whose quotient or remainder by one of its divisors occurs,
 * such as the output channels of a grouped convolution, becomes two loops, so that these are loop variables again.
 */
export function contractionOf(kernel: Pick<Kernel, "shape" | "inputs">, fold: Fold): Contraction | undefined {
  if (fold.body.kind !== "binary" || fold.body.operator !== "multiply") return undefined;
  let current = withLoops(kernel.shape, fold.extents, fold.body.left, fold.body.right, kernel);
  for (;;) {
    const found = findSplit(current);
    if (!found) return current;
    current = splitLoop(current, found.loop, found.divisor, kernel);
  }
}

function withLoops(
  shape: readonly number[],
  extents: readonly number[],
  left: Expression,
  right: Expression,
  kernel: Pick<Kernel, "inputs">,
): Contraction {
  const domain = domainOf({ shape, inputs: kernel.inputs }, { extents });
  const memo = new Map<Expression, Expression>();
  return {
    outer: shape.map((size, axis) => ({ kind: "index", axis, size })),
    inner: extents.map((size, axis) => ({ kind: "foldIndex", axis, size })),
    left: simplify(left, domain, memo),
    right: simplify(right, domain, memo),
    domain,
  };
}

/** A loop variable that is divided by a proper divisor of its size. */
function findSplit({ outer, inner, left, right }: Contraction): { loop: Loop; divisor: number } | undefined {
  let found: { loop: Loop; divisor: number } | undefined;
  visitExpressions([left, right], (expression) => {
    if (found || expression.kind !== "binary" || expression.dtype !== "int32") return;
    if (expression.operator !== "floorDivide" && expression.operator !== "modulo") return;
    const [variable, divisor] = children(expression);
    if (divisor?.kind !== "constant" || (variable?.kind !== "index" && variable?.kind !== "foldIndex")) return;
    const loop = (variable.kind === "index" ? outer : inner)[variable.axis]!;
    if (divisor.value > 1 && divisor.value < loop.size && loop.size % divisor.value === 0) {
      found = { loop, divisor: divisor.value };
    }
  });
  return found;
}

/** `contraction` with one of its loops in two: quotient and remainder by `divisor`. */
export function splitLoop(
  { outer, inner, left, right }: Contraction,
  loop: Loop,
  divisor: number,
  kernel: Pick<Kernel, "inputs">,
): Contraction {
  const variable = loop.kind === "index" ? index : foldIndex;
  const whole = expressionKey(variable(loop.axis));
  const replacement = add(multiply(variable(loop.axis), divisor), variable(loop.axis + 1));
  const memo = new Map<Expression, Expression>();
  const replace = (expression: Expression): Expression =>
    rewrite(
      expression,
      (node) => {
        if (node.kind !== loop.kind || node.axis < loop.axis) return undefined;
        return expressionKey(node) === whole ? replacement : variable(node.axis + 1);
      },
      memo,
    );
  const sizes = (loops: readonly Loop[]): number[] =>
    loops.flatMap((other) => (other === loop ? [loop.size / divisor, divisor] : [other.size]));
  return withLoops(sizes(outer), sizes(inner), replace(left), replace(right), kernel);
}

/** Whether the loop's variable occurs in `expression`. */
export function dependsOn(expression: Expression, loop: Loop): boolean {
  let found = false;
  visitExpressions([expression], (node) => {
    if (node.kind === loop.kind && node.axis === loop.axis) found = true;
  });
  return found;
}
