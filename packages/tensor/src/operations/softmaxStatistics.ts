import { folded, foldIndex, index, load, subtract, unary } from "@nn/backend";
import { apply, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { unsqueeze } from "./unsqueeze.ts";

/**
 * Along an axis, which disappears: the maximum m, and Σ e^(x − m). One kernel for both. It has no gradient: those of
 * softmax and logSoftmax contain what would come of it.
 */
const softmaxStatisticsOperation: Operation<{ readonly axis: number }> = {
  name: "softmax statistics",
  formula: ([x], { axis }) => {
    const { dtype, shape } = x!;
    const coordinates = shape.map((_, position) =>
      position === axis ? foldIndex(0) : index(position < axis ? position : position - 1),
    );
    const element = load(0, x!, coordinates);
    const extents = [shape[axis]!];
    const power = unary("exp", subtract(element, folded(0, dtype)));
    return {
      shape: shape.filter((_, position) => position !== axis),
      folds: [
        { operator: "max", extents, dtype, body: element },
        { operator: "sum", extents, dtype, body: power },
      ],
      outputs: [folded(0, dtype), folded(1, dtype)],
    };
  },
};

/** x with its maximum and its sum of powers along `axis`: the operands of softmax and logSoftmax. */
export function withStatistics(x: Tensor, axis: number): Tensor[] {
  return [x, ...apply(softmaxStatisticsOperation, [x], { axis }).map((statistic) => unsqueeze(statistic, axis))];
}
