import type { Expression } from "@nn/backend";
import { sizeOf } from "../shape.ts";

/** Estimated work for one element, in units of one read or write of memory. */
export interface Cost {
  readonly arithmetic: number;
  readonly loads: number;
  /** Distinct nodes, which bounds how large fused formulas grow. */
  readonly nodes: number;
}

const expensive: ReadonlySet<string> = new Set([
  "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "atan", "tanh", "sigmoid", "erf", "power",
]); // prettier-ignore
const moderate: ReadonlySet<string> = new Set(["divide", "squareRoot", "floorDivide", "modulo"]);

/**
 * The cost of computing `expression` at one position of a tensor of `size` elements. Index arithmetic is free, since a
 * code generator hoists it; reading an operand that is smaller, and so stretched, costs less.
 */
export function costOf(expression: Expression, size: number, shapes: readonly (readonly number[])[]): Cost {
  const seen = new Set<Expression>();
  let arithmetic = 0;
  let loads = 0;
  const walk = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "load") {
      const weight = Math.min(1, Math.max(0.05, sizeOf(shapes[node.input]!) / Math.max(1, size)));
      loads += weight;
      return;
    }
    arithmetic += operatorCost(node);
    if (node.kind === "unary" || node.kind === "cast") walk(node.operand);
    if (node.kind === "binary" || node.kind === "compare") [node.left, node.right].forEach(walk);
    if (node.kind === "select") [node.condition, node.whenTrue, node.whenFalse].forEach(walk);
  };
  walk(expression);
  return { arithmetic, loads, nodes: seen.size };
}

function operatorCost(node: Expression): number {
  if (node.kind === "cast" || node.kind === "compare" || node.kind === "select") return 0.2;
  if (node.kind !== "unary" && node.kind !== "binary") return 0;
  if (expensive.has(node.operator)) return 3;
  return moderate.has(node.operator) ? 1 : 0.2;
}
