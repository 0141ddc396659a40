import { visitExpressions, type Expression, type Kernel } from "@nn/backend";
import { hostOperands } from "../codegen/generate.ts";
import { sizeOf } from "../codegen/loopKernel.ts";
import { polynomials } from "../codegen/vectorFunctions.ts";

/** Nanoseconds for one element, computed four at a time: of anything, and of an instruction. */
const elementCost = 0.2;
const instructionCost = 0.06;
/** The same for what takes a polynomial, and for a call of JavaScript. */
const polynomialCost = 0.7;
const callCost = 20;

/**
 * What a generated kernel takes one thread, in nanoseconds: an estimate that is right to a factor of two or three, which
 * is enough to tell whether other threads are worth their trouble.
 *
 * @param vectorised whether positions are computed four at a time
 */
export function nanosecondsOf({ shape, folds, outputs }: Kernel, vectorised: boolean): number {
  const positions = sizeOf(shape);
  const ofFolds = folds.reduce((sum, { extents, body }) => sum + sizeOf(extents) * costOf([body]), 0);
  return positions * (ofFolds + costOf(outputs.map(({ value }) => value))) * (vectorised ? 1 : 3);
}

function costOf(roots: readonly Expression[]): number {
  let cost = elementCost;
  visitExpressions(roots, (expression) => {
    if (expression.kind !== "unary" && expression.kind !== "binary") return;
    if (expression.dtype === "float32" && expression.operator in hostOperands) cost += callCost;
    else if (polynomials.has(expression.operator)) cost += polynomialCost;
    else cost += instructionCost;
  });
  return cost;
}
