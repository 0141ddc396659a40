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
 * code generator hoists it; reading an operand that is smaller, and so stretched, costs less, and so does what is
 * computed from such operands alone.
 */
export function costOf(expression: Expression, size: number, shapes: readonly (readonly number[])[]): Cost {
  const weights = new Map<Expression, number>();
  let arithmetic = 0;
  let loads = 0;
  /** How often the node has another value: 1 at each position, less if it differs along some axes only. */
  const walk = (node: Expression): number => {
    const known = weights.get(node);
    if (known !== undefined) return known;
    const weight = weigh(node);
    weights.set(node, weight);
    arithmetic += weight * operatorCost(node);
    return weight;
  };
  const weigh = (node: Expression): number => {
    switch (node.kind) {
      case "load": {
        const weight = Math.min(1, Math.max(0.05, sizeOf(shapes[node.input]!) / Math.max(1, size)));
        loads += weight;
        return weight;
      }
      case "unary":
      case "cast":
        return walk(node.operand);
      case "binary":
      case "compare":
        return Math.max(walk(node.left), walk(node.right));
      case "select":
        return Math.max(walk(node.condition), walk(node.whenTrue), walk(node.whenFalse));
      case "constant":
      case "scalar":
        return 0.05;
      default:
        return 1;
    }
  };
  walk(expression);
  return { arithmetic, loads, nodes: weights.size };
}

function operatorCost(node: Expression): number {
  if (node.kind === "cast" || node.kind === "compare" || node.kind === "select") return 0.2;
  if (node.kind !== "unary" && node.kind !== "binary") return 0;
  if (expensive.has(node.operator)) return 3;
  return moderate.has(node.operator) ? 1 : 0.2;
}
