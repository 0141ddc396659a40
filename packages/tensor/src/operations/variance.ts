import { divide, folded, load, multiply, NNError, subtract } from "@nn/backend";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { mean } from "./mean.ts";
import { mul } from "./mul.ts";
import {
  normalReduction,
  reducedCount,
  reducedShape,
  reductionCoordinates,
  type NormalReduction,
  type ReductionOptions,
} from "./reduction.ts";
import { sub } from "./sub.ts";
import { restoreAxes } from "./sum.ts";

/** Options of {@link variance} and of `std`. */
export interface VarianceOptions extends ReductionOptions {
  /** The squares are divided by n − correction: 1 is the unbiased variance, 0 the biased one. Default: 1. */
  readonly correction?: number;
}

type NormalVariance = NormalReduction & { readonly correction: number };

export const varianceOperation: Operation<NormalVariance> = {
  name: "variance",
  formula: ([input], options) => {
    const { shape, dtype } = input!;
    const extents = options.axes.map((axis) => shape[axis]!);
    const element = load(0, input!, reductionCoordinates(shape.length, options));
    const deviation = subtract(element, divide(folded(0, dtype), reducedCount(shape, options)));
    return {
      shape: reducedShape(shape, options),
      folds: [
        { operator: "sum", extents, dtype, body: element },
        { operator: "sum", extents, dtype, body: multiply(deviation, deviation) },
      ],
      outputs: [divide(folded(1, dtype), divisor(shape, options))],
    };
  },
  gradient: ({ inputs: [input], upstream: [upstream], options }) => {
    const deviation = sub(input!, mean(input!, { axes: options.axes, keepDims: true }));
    const scaled = mul(restoreAxes(upstream!, input!, options), 2 / divisor(input!.shape, options));
    return [mul(deviation, scaled)];
  },
};

/**
 * Σ (x − mean)² / (n − correction) over `axes`, in two passes: the mean first, so that large means cost no precision.
 * Where n ≤ correction it is NaN.
 *
 * @throws NNError `option` if an axis does not exist, or `correction` is no number of at least 0
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await variance(x, { axes: 1 }).data(); // 1, 1
 * ```
 */
export function variance(input: Tensor, options: VarianceOptions = {}): Tensor {
  return applyVariance("variance", input, options);
}

/** @internal The variance, under the name of who asks for it. */
export function applyVariance(name: string, input: Tensor, options: VarianceOptions): Tensor {
  const { correction = 1 } = options;
  if (!(correction >= 0 && correction < Infinity)) {
    throw new NNError("option", `${name}: expected correction to be a number of at least 0, got ${correction}`);
  }
  const normal = { ...normalReduction(name, input, options), correction };
  return applySingle(varianceOperation, floatOperands(name, [input]), normal);
}

function divisor(shape: readonly number[], options: NormalVariance): number {
  const count = reducedCount(shape, options) - options.correction;
  return count > 0 ? count : NaN;
}
