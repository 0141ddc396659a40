import type { Binary, Constant, Expression } from "@nn/backend";
import type { Emitter } from "./emitter.ts";
import { joinExtremum, pushPositiveZero } from "./extremum.ts";
import { joinRows } from "./windowMaximum.ts";

/** Computes a `maximum` or `minimum` of floats in four lanes. */
export function emitExtremum(emitter: Emitter, expression: Binary): void {
  const limit = limitOf(expression);
  if (!limit) {
    pushOpen(emitter, expression);
    if (expression.operator === "maximum") pushPositiveZero(emitter.builder, true);
    return;
  }
  emitter.push(limit.value, true);
  emitter.push(limit.constant, true);
  emitter.builder.op("f32x4.pmax");
  if (limit.constant.value <= 0) pushPositiveZero(emitter.builder, true);
}

/** A maximum with a constant is one instruction: `pmax` keeps a NaN on its left. */
function limitOf({ left, right, operator }: Binary): { value: Expression; constant: Constant } | undefined {
  if (operator !== "maximum") return undefined;
  const [value, limit] = left.kind === "constant" ? [right, left] : [left, right];
  return limit.kind === "constant" && !Number.isNaN(limit.value) ? { value, constant: limit } : undefined;
}

/** The value before its zeros are made positive. A chain, such as that over a window, does so only at its end. */
function pushOpen(emitter: Emitter, expression: Binary): void {
  if (expression.operator === "minimum") {
    emitter.push(expression.left, true);
    emitter.push(expression.right, true);
    return joinExtremum(emitter.builder, "minimum");
  }
  const { vectors, others } = joinRows(emitter, chainOf(emitter, expression));
  const pushes = [
    ...vectors.map((vector) => () => emitter.builder.get(vector)),
    ...others.map((value) => () => emitter.push(value, true)),
  ];
  pushes.forEach((push, position) => {
    push();
    if (position > 0) joinExtremum(emitter.builder, "maximum");
  });
}

/** The values of which a chain of maxima takes the largest, each once. */
function chainOf(emitter: Emitter, { left, right }: Binary, seen: Set<Expression> = new Set()): Expression[] {
  return [left, right].flatMap((operand) => {
    if (seen.has(operand)) return [];
    seen.add(operand);
    const inChain = operand.kind === "binary" && operand.operator === "maximum" && operand.dtype === "float32";
    return inChain && emitter.isVector(operand) && !limitOf(operand) ? chainOf(emitter, operand, seen) : [operand];
  });
}
