import { expressionKey, type Binary, type Constant, type Expression } from "@nn/backend";
import type { Emitter } from "./emitter.ts";
import { joinExtremum, pushPositiveZero } from "./joinExtremum.ts";
import { pushWindow } from "./windowColumns.ts";

/** Computes a `maximum` or `minimum` of floats in four lanes. */
export function emitExtremum(emitter: Emitter, expression: Binary): void {
  const limit = limitOf(expression);
  if (!limit) {
    const isMaximum = expression.operator === "maximum";
    if (!isMaximum || !pushWindow(emitter, operandsOf(emitter, expression))) pushOpen(emitter, expression);
    if (isMaximum) pushPositiveZero(emitter.builder, true);
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
  for (const operand of [expression.left, expression.right]) {
    if (continuesChain(emitter, expression, operand)) {
      const key = `open ${expressionKey(operand)}`;
      emitter.once(emitter.place(operand), key, "v128", () => pushOpen(emitter, operand));
    } else emitter.push(operand, true);
  }
  joinExtremum(emitter.builder, expression.operator === "maximum" ? "maximum" : "minimum");
}

/** What a chain takes the extremum of. */
function operandsOf(emitter: Emitter, expression: Binary): Expression[] {
  return [expression.left, expression.right].flatMap((operand) =>
    continuesChain(emitter, expression, operand) ? operandsOf(emitter, operand) : [operand],
  );
}

function continuesChain(emitter: Emitter, { operator }: Binary, operand: Expression): operand is Binary {
  const isLink = operand.kind === "binary" && operand.operator === operator && operand.dtype === "float32";
  return isLink && operator === "maximum" && emitter.isVector(operand) && !limitOf(operand);
}
