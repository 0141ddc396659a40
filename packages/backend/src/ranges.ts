import type { Expression } from "./expression.ts";
import type { Fold, Kernel } from "./kernel.ts";

/** All integers from `minimum` to `maximum`, both included. Empty if `maximum < minimum`. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * What is known of the loop variables where an expression stands. A code generator that works on a part of the index
 * space gives tighter ranges than the whole axes, and bounds tests that always hold there disappear.
 */
export interface Domain {
  /** For each axis of the kernel's shape. */
  readonly index: readonly Range[];
  /** For each axis of the surrounding fold's extents; empty in outputs. */
  readonly foldIndex: readonly Range[];
  /** Shapes of the inputs, for the bounds of guarded loads. */
  readonly inputs: readonly (readonly number[])[];
}

/** The whole index space of `kernel`, within the body of `fold` or, without one, in its outputs. */
export function domainOf(kernel: Pick<Kernel, "shape" | "inputs">, fold?: Pick<Fold, "extents">): Domain {
  return {
    index: kernel.shape.map(wholeAxis),
    foldIndex: fold ? fold.extents.map(wholeAxis) : [],
    inputs: kernel.inputs.map(({ shape }) => shape),
  };
}

/** The range of an int32 expression, or `undefined` where nothing is known (loads, other types). */
export function rangeOf(expression: Expression, domain: Domain): Range | undefined {
  switch (expression.kind) {
    case "constant":
      return expression.dtype === "int32" ? { minimum: expression.value, maximum: expression.value } : undefined;
    case "index":
      return domain.index[expression.axis];
    case "foldIndex":
      return domain.foldIndex[expression.axis];
    case "binary":
      return expression.dtype === "int32" ? binaryRange(expression, domain) : undefined;
    case "unary":
      return expression.dtype === "int32" && expression.operator === "negate"
        ? scaled(rangeOf(expression.operand, domain), -1)
        : undefined;
    case "select":
      return expression.dtype === "int32"
        ? join(rangeOf(expression.whenTrue, domain), rangeOf(expression.whenFalse, domain))
        : undefined;
    case "cast":
      return expression.dtype === "int32" && expression.operand.dtype === "bool"
        ? { minimum: 0, maximum: 1 }
        : undefined;
    default:
      return undefined;
  }
}

function wholeAxis(size: number): Range {
  return { minimum: 0, maximum: size - 1 };
}

function binaryRange(expression: Extract<Expression, { kind: "binary" }>, domain: Domain): Range | undefined {
  const left = rangeOf(expression.left, domain);
  const right = rangeOf(expression.right, domain);
  if (expression.operator === "modulo" && right && right.minimum > 0) {
    const within = left && left.minimum >= 0 && left.maximum < right.minimum;
    return within ? left : { minimum: 0, maximum: right.maximum - 1 };
  }
  if (!left || !right) return undefined;
  switch (expression.operator) {
    case "add":
      return bounded(left.minimum + right.minimum, left.maximum + right.maximum);
    case "subtract":
      return bounded(left.minimum - right.maximum, left.maximum - right.minimum);
    case "multiply":
      return products(left, right);
    case "floorDivide":
      if (right.minimum !== right.maximum || right.minimum <= 0) return undefined;
      return bounded(Math.floor(left.minimum / right.minimum), Math.floor(left.maximum / right.minimum));
    case "maximum":
      return bounded(Math.max(left.minimum, right.minimum), Math.max(left.maximum, right.maximum));
    case "minimum":
      return bounded(Math.min(left.minimum, right.minimum), Math.min(left.maximum, right.maximum));
    default:
      return undefined;
  }
}

function products(left: Range, right: Range): Range | undefined {
  const corners = [left.minimum, left.maximum].flatMap((a) => [a * right.minimum, a * right.maximum]);
  return bounded(Math.min(...corners), Math.max(...corners));
}

function scaled(range: Range | undefined, factor: number): Range | undefined {
  return range && products(range, { minimum: factor, maximum: factor });
}

function join(left: Range | undefined, right: Range | undefined): Range | undefined {
  if (!left || !right) return undefined;
  return { minimum: Math.min(left.minimum, right.minimum), maximum: Math.max(left.maximum, right.maximum) };
}

/** A range that fits int32; beyond it arithmetic wraps and nothing is known. */
function bounded(minimum: number, maximum: number): Range | undefined {
  return minimum >= -2147483648 && maximum <= 2147483647 ? { minimum, maximum } : undefined;
}
