import { constant, expressionKey, minimum, rewrite, unary, type Expression } from "@nn/backend";
import { atOutput } from "./kept.ts";
import type { LoopFold, LoopKernel } from "./loopKernel.ts";

/**
 * A limit that an exponent does not exceed anyway. It is written as -0, which no other limit is behind
 * `limitBelowMaximum`, since as a limit it means the same as 0.
 */
const keptAnyway = -0;

/** Whether an exponent need not be compared with its limit. */
export function isKeptAnyway(limit: number): boolean {
  return Object.is(limit, keptAnyway);
}

/**
 * Writes e^(x - m), where m is the maximum of x, as e^min(x - m, -0): the same number, in a form that tells that the
 * exponent is never positive, which takes fewer instructions (see `expOfNonPositive`).
 */
export function limitBelowMaximum(kernel: LoopKernel): LoopKernel {
  const { folds, outputs, leadingAxes, shape } = kernel;
  return {
    ...kernel,
    folds: folds.map((fold) => {
      if (!fold) return fold;
      const limited = (expression: Expression): Expression =>
        withLimits(expression, folds, ({ extents, body }) =>
          extents.join() === fold.extents.join() ? body : undefined,
        );
      return {
        ...fold,
        body: limited(fold.body),
        ...(fold.kept && { kept: { ...fold.kept, value: limited(fold.kept.value) } }),
      };
    }),
    outputs: outputs.map((output) => ({
      ...output,
      value: withLimits(output.value, folds, ({ extents, body }) =>
        leadingAxes !== undefined && extents.join() === shape.slice(leadingAxes).join()
          ? atOutput(body, leadingAxes)
          : undefined,
      ),
    })),
  };
}

/** @param elementOf what a fold takes the maximum of, at the position that the expression is computed for */
function withLimits(
  root: Expression,
  folds: readonly (LoopFold | undefined)[],
  elementOf: (fold: LoopFold) => Expression | undefined,
): Expression {
  return rewrite(root, (node) => {
    if (node.kind !== "unary" || node.operator !== "exp") return undefined;
    const { operand } = node;
    if (operand.kind === "binary" && operand.operator === "minimum" && isZero(operand.right)) {
      return unary("exp", minimum(withLimits(operand.left, folds, elementOf), constant(0, "float32")));
    }
    if (operand.kind !== "binary" || operand.operator !== "subtract" || operand.right.kind !== "folded")
      return undefined;
    const fold = folds[operand.right.fold];
    const element = fold?.operator === "max" ? elementOf(fold) : undefined;
    if (!element || expressionKey(element) !== expressionKey(operand.left)) return undefined;
    return unary("exp", minimum(operand, constant(keptAnyway, "float32")));
  });
}

function isZero(expression: Expression): boolean {
  return expression.kind === "constant" && expression.value === 0;
}
