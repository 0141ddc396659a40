import { add, constant, folded, less, load, select, subtract, unary } from "@nn/backend";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { exp } from "./exp.ts";
import { isfinite } from "./isfinite.ts";
import { mul } from "./mul.ts";
import {
  normalReduction,
  reducedShape,
  reductionCoordinates,
  type NormalReduction,
  type ReductionOptions,
} from "./reduction.ts";
import { sub } from "./sub.ts";
import { restoreAxes } from "./sum.ts";
import { where } from "./where.ts";

export const logSumExpOperation: Operation<NormalReduction> = {
  name: "logSumExp",
  formula: ([input], options) => {
    const { shape, dtype } = input!;
    const extents = options.axes.map((axis) => shape[axis]!);
    const element = load(0, input!, reductionCoordinates(shape.length, options));
    const largest = folded(0, dtype);
    const isFinite = less(unary("absolute", largest), Infinity);
    const shift = select(isFinite, largest, constant(0, dtype));
    return {
      shape: reducedShape(shape, options),
      folds: [
        { operator: "max", extents, dtype, body: element },
        { operator: "sum", extents, dtype, body: unary("exp", subtract(element, shift)) },
      ],
      outputs: [add(unary("log", folded(1, dtype)), shift)],
    };
  },
  gradient: ({ inputs: [input], outputs: [output], upstream: [upstream], options }) => {
    const total = restoreAxes(output!, input!, options);
    const shift = where(isfinite(total), total, 0);
    return [mul(exp(sub(input!, shift)), restoreAxes(upstream!, input!, options))];
  },
};

/**
 * log Σ e^x over `axes`; it does not overflow. Over nothing it is −∞.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await logSumExp(x, { axes: 1 }).data(); // 3.4076, 6.4076
 * ```
 */
export function logSumExp(input: Tensor, options: ReductionOptions = {}): Tensor {
  const [checked] = floatOperands("logSumExp", [input]);
  return applySingle(logSumExpOperation, [checked!], normalReduction("logSumExp", input, options));
}
