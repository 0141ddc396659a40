import type { Expression } from "./expression.ts";
import type { Kernel } from "./kernel.ts";
import { Recent } from "./recent.ts";

/** How many structures are remembered at most, so that this does not grow for ever. */
const mostStructures = 2 ** 18;

const keys = new WeakMap<Expression, number>();
/** Of variables, which are few; a compiler makes new ones and looks for them among those of old expressions. */
const variables = new Map<string, number>();
const structures = new Recent<string, number>(mostStructures);
let count = 0;

/**
 * A short text that two expressions share only if they are structurally equal, and then always, but for one that is made
 * again when 2^17 other structures were met since: it gets another. An expression keeps its text for the life of the
 * program; it is not stable between programs.
 */
export function expressionKey(expression: Expression): string {
  return String(expressionNumber(expression));
}

/** A text that two kernels share exactly if they compute the same: what a cache of compiled kernels is keyed by. */
export function kernelKey(kernel: Kernel): string {
  const types = kernel.inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`);
  const folds = kernel.folds.map((fold) => `${fold.operator}[${fold.extents.join()}]${expressionNumber(fold.body)}`);
  const outputs = kernel.outputs.map(({ dtype, value }) => `${dtype}:${expressionNumber(value)}`);
  return [kernel.shape.join(), types.join(";"), kernel.scalars.join(), folds.join(";"), outputs.join(";")].join("|");
}

function expressionNumber(expression: Expression): number {
  const known = keys.get(expression);
  if (known !== undefined) return known;
  const text = describe(expression);
  const numbers = isVariable(expression) ? variables : structures;
  let number = numbers.get(text);
  if (number === undefined) {
    number = count++;
    numbers.set(text, number);
  }
  keys.set(expression, number);
  return number;
}

function isVariable({ kind }: Expression): boolean {
  return kind === "index" || kind === "foldIndex" || kind === "scalar" || kind === "folded";
}

function describe(expression: Expression): string {
  switch (expression.kind) {
    case "constant":
      return `c${expression.dtype}${numberText(expression.value)}`;
    case "index":
      return `i${expression.axis}`;
    case "foldIndex":
      return `f${expression.axis}`;
    case "scalar":
      return `s${expression.dtype}${expression.scalar}`;
    case "folded":
      return `r${expression.dtype}${expression.fold}`;
    case "load": {
      const coordinates = expression.coordinates.map(expressionNumber).join();
      const outside = expression.outside === undefined ? "" : numberText(expression.outside);
      return `l${expression.dtype}${expression.input}(${coordinates})${outside}`;
    }
    case "unary":
      return `${expression.operator}(${expressionNumber(expression.operand)})`;
    case "binary":
    case "compare":
      return `${expression.operator}(${expressionNumber(expression.left)},${expressionNumber(expression.right)})`;
    case "select": {
      const { condition, whenTrue, whenFalse } = expression;
      return `?(${[condition, whenTrue, whenFalse].map(expressionNumber).join()})`;
    }
    case "cast":
      return `as${expression.dtype}(${expressionNumber(expression.operand)})`;
  }
}

/** A number as text that tells -0 from 0. */
function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
