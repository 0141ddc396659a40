import {
  expressionKey,
  foldIndex,
  index,
  rewrite,
  someExpression,
  visitExpressions,
  type Expression,
} from "@nn/backend";
import { sizeOf, type LoopKernel, type LoopOutput } from "./loopKernel.ts";
import { isPolynomial } from "./vectorFunctions.ts";

/** What a fold leaves in an output for later: its elements, or a part of them, in their order. */
export interface Kept {
  /** Of the fold's variables. */
  readonly value: Expression;
  /** The output, and which element of it. */
  readonly output: number;
  readonly offset: Expression;
}

/**
 * Keeps what takes a polynomial in the body of a unit's fold where an output of the same unit needs it again at the same
 * position, as a softmax does: the fold leaves it in that output, which reads it there instead of computing it twice.
 *
 * Only for rows of whole vectors: elsewhere the last two vectors of a row overlap, and the second would find results
 * instead of what was kept.
 */
export function keepElements(kernel: LoopKernel): LoopKernel {
  const { leadingAxes, shape } = kernel;
  if (leadingAxes === undefined || shape.at(-1)! % 4 !== 0) return kernel;
  const inner = shape.slice(leadingAxes);
  const folds = [...kernel.folds];
  const outputs = kernel.outputs.map((output, number) => {
    if (output.ofUnits || output.dtype !== "float32") return output;
    for (const [position, fold] of folds.entries()) {
      if (!fold || fold.kept || fold.extents.join() !== inner.join() || fold.dtype !== "float32") continue;
      const part = sharedPart(atOutput(fold.body, leadingAxes), output.value);
      if (!part) continue;
      const [value, offset] = [part, output.offset].map((expression) => atFold(expression, leadingAxes));
      folds[position] = { ...fold, kept: { value: value!, output: number, offset: offset! } };
      return { ...output, value: withKept(output, number, part, kernel) };
    }
    return output;
  });
  return { ...kernel, folds, outputs };
}

/** The largest part of a fold's body that takes a polynomial, and that a value of the output needs too. */
function sharedPart(body: Expression, value: Expression): Expression | undefined {
  const needed = new Set<string>();
  visitExpressions([value], (node) => needed.add(expressionKey(node)));
  let found: Expression | undefined;
  visitExpressions([body], (node) => {
    if (node.dtype === "float32" && someExpression(node, isPolynomial) && needed.has(expressionKey(node))) found = node;
  });
  return found;
}

/** The output's value, which reads what was kept instead of computing it again. */
function withKept(
  { value, offset }: LoopOutput,
  output: number,
  part: Expression,
  { shape, sources, inputCount }: LoopKernel,
): Expression {
  const key = expressionKey(part);
  const source = sources.number({ input: inputCount + output, dtype: "float32", length: sizeOf(shape), guards: [] });
  const kept: Expression = { kind: "load", dtype: "float32", input: source, coordinates: [offset] };
  return rewrite(value, (node) => (expressionKey(node) === key ? kept : undefined));
}

/** An expression at a position of the fold, at that position of the output. */
export function atOutput(expression: Expression, leadingAxes: number): Expression {
  return rewrite(expression, (node) => (node.kind === "foldIndex" ? index(node.axis + leadingAxes) : undefined));
}

/** And the other way round. */
function atFold(expression: Expression, leadingAxes: number): Expression {
  return rewrite(expression, (node) =>
    node.kind === "index" && node.axis >= leadingAxes ? foldIndex(node.axis - leadingAxes) : undefined,
  );
}
