import { folded, load, subtract, unary } from "@nn/backend";
import { apply, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { reducedShape, reductionCoordinates } from "./reduction.ts";
import { reshape } from "./reshape.ts";

/**
 * Along axes, which disappear: the maximum m, and Σ e^(x − m). One kernel for both. It has no gradient: those of
 * softmax and logSoftmax contain what would come of it.
 */
const softmaxStatisticsOperation: Operation<{ readonly axes: readonly number[] }> = {
  name: "softmax statistics",
  formula: ([x], { axes }) => {
    const { dtype, shape } = x!;
    const reduction = { axes, keepDims: false };
    const element = load(0, x!, reductionCoordinates(shape.length, reduction));
    const extents = axes.map((axis) => shape[axis]!);
    const power = unary("exp", subtract(element, folded(0, dtype)));
    return {
      shape: reducedShape(shape, reduction),
      folds: [
        { operator: "max", extents, dtype, body: element },
        { operator: "sum", extents, dtype, body: power },
      ],
      outputs: [folded(0, dtype), folded(1, dtype)],
    };
  },
};

/** x with its maximum and its sum of powers along `axes`, which stay as size 1: the operands of softmax and logSoftmax. */
export function withStatistics(x: Tensor, axes: readonly number[]): Tensor[] {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const statistics = apply(softmaxStatisticsOperation, [x], { axes });
  return [x, ...statistics.map((statistic) => reshape(statistic, kept))];
}
