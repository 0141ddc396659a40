import {
  add,
  constant,
  equal,
  lessEqual,
  maximum,
  minimum,
  multiply,
  rewrite,
  select,
  unary,
  and,
  visitExpressions,
  type Expression,
} from "@nn/backend";
import { substitute } from "./coalesce.ts";
import { domainWithin, neutralValue, sizeOf, type LoopFold, type LoopKernel } from "./loopKernel.ts";

/** The most work, in nodes of expressions, that unrolling a fold may make. */
const unrolledNodes = 1000;

/**
 * Writes folds over few positions (windows) out into the expressions that use them, so that the code around them can
 * share loads and keep everything in registers. Folds over nothing become constants.
 */
export function unrollFolds(kernel: LoopKernel): LoopKernel {
  const values: (Expression | undefined)[] = [];
  const folds: (LoopFold | undefined)[] = [];
  kernel.folds.forEach((fold, number) => {
    if (!fold) return;
    const body = withFolded(fold.body, values);
    if (isSmall({ ...fold, body })) values[number] = unrolled({ ...fold, body }, kernel);
    else folds[number] = { ...fold, body };
  });
  const outputs = kernel.outputs.map((output) => ({
    ...output,
    value: kernel.sources.tighten(withFolded(output.value, values), domainWithin(kernel)),
  }));
  return { ...kernel, folds: kernel.folds.map((_, number) => folds[number]), outputs };
}

function withFolded(root: Expression, values: readonly (Expression | undefined)[]): Expression {
  return rewrite(root, (expression) => (expression.kind === "folded" ? values[expression.fold] : undefined));
}

function isSmall(fold: LoopFold): boolean {
  const positions = sizeOf(fold.extents);
  if (positions <= 1) return true;
  let nodes = 0;
  visitExpressions([fold.body], (node) => {
    nodes += node.kind === "unary" ? 10 : 1;
  });
  return fold.sequential && positions * nodes <= unrolledNodes;
}

function unrolled(fold: LoopFold, kernel: LoopKernel): Expression {
  const { operator, dtype, extents } = fold;
  const domain = domainWithin(kernel);
  const bodies: Expression[] = [];
  for (let position = 0; position < sizeOf(extents); position++) {
    let rest = position;
    const indices = [...extents].reverse().map((extent) => {
      const at = rest % extent;
      rest = Math.floor(rest / extent);
      return constant(at, "int32");
    });
    bodies.push(kernel.sources.tighten(substitute(fold.body, [], indices.reverse()), domain));
  }
  const [first, ...others] = bodies;
  if (!first) return constant(neutralValue(fold), dtype);
  switch (operator) {
    case "sum":
    case "dot":
      return others.reduce((left, right) => add(left, right), first);
    case "product":
      return others.reduce((left, right) => multiply(left, right), first);
    case "max":
      return others.reduce((left, right) => maximum(left, right), first);
    case "min":
      return others.reduce((left, right) => minimum(left, right), first);
    case "argmax":
    case "argmin":
      return position(operator, first, others);
  }
}

/** The position of the first extremum; the best value so far is carried along. */
function position(operator: "argmax" | "argmin", first: Expression, others: readonly Expression[]): Expression {
  let best = first;
  let at: Expression = constant(0, "int32");
  others.forEach((value, number) => {
    const better = isBetter(operator, value, best);
    at = select(better, constant(number + 1, "int32"), at);
    best = select(better, value, best);
  });
  return at;
}

/** Whether `value` takes the place of `best`: it is beyond it, or it is a NaN and `best` is not. */
export function isBetter(operator: "argmax" | "argmin", value: Expression, best: Expression): Expression {
  const [low, high] = operator === "argmax" ? [value, best] : [best, value];
  const beyond = unary("not", lessEqual(low, high));
  return value.dtype === "float32" ? and(beyond, equal(best, best)) : beyond;
}
