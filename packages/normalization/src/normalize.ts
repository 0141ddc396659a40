import { constant, divide, equal, greater, NNError, power, select, unary, type Expression } from "@nn/backend";
import {
  abs,
  applySingle,
  elementwise,
  max,
  mul,
  normalizeAxes,
  requireFloat,
  square,
  sum,
  type Operation,
  type Tensor,
} from "@nn/tensor";

/** Options of {@link normalize}. */
export interface NormalizeOptions {
  /** The power p of the norm: a number above 0, or Infinity for the largest magnitude. Default: 2. */
  readonly normType?: number;
  /** The axes that a vector lies along; negative ones count from the end. Default: 1; ONNX has −1. */
  readonly axes?: number | readonly number[];
  /** Norms below this count as this. Default: 1e-12; ONNX has 0, where a vector of zeros stays one. */
  readonly epsilon?: number;
}

/**
 * y = x / max(‖x‖_p, epsilon), with ‖x‖_p = (Σ|x|^p)^(1/p) along `axes`: vectors of length 1. A vector of zeros stays one,
 * with an epsilon of 0 too; the slope of its norm is 0.
 *
 * As `torch.nn.functional.normalize` and, with `axes: -1, epsilon: 0`, ONNX's `LpNormalization`; Keras' `UnitNormalization`
 * with `axes: -1`.
 *
 * @param input of any shape, which the result has, too
 * @throws NNError `option` unless p is above 0, epsilon a number of at least 0, and the axes exist
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[3, 4], [0, 0]], { backend });
 * await normalize(x).data(); // 0.6, 0.8, 0, 0
 * await normalize(x, { normType: Infinity }).data(); // 0.75, 1, 0, 0
 * ```
 */
export function normalize(input: Tensor, options: NormalizeOptions = {}): Tensor {
  requireFloat("normalize", input);
  const { normType = 2, epsilon = 1e-12 } = options;
  if (!(normType > 0)) {
    throw new NNError("option", `normalize: expected normType to be a number above 0, got ${normType}`);
  }
  if (!(epsilon >= 0)) {
    throw new NNError("option", `normalize: expected epsilon to be a number of at least 0, got ${epsilon}`);
  }
  const axes = normalizeAxes("normalize", options.axes ?? 1, input.rank);
  return mul(input, inverseNorm(input, axes, normType, epsilon));
}

/** 1 / max(‖x‖_p, epsilon), and 0 where both are 0; the axes stay as size 1. */
export function inverseNorm(input: Tensor, axes: readonly number[], normType: number, epsilon: number): Tensor {
  const over = { axes, keepDims: true };
  if (normType === Infinity)
    return applySingle(inverseRootOperation, [max(abs(input), over)], { normType: 1, epsilon });
  const powers = normType === 2 ? square(input) : applySingle(absolutePowerOperation, [input], { normType });
  return applySingle(inverseRootOperation, [sum(powers, over)], { normType, epsilon });
}

/** |x|^p, whose slope at 0 is 0. */
const absolutePowerOperation: Operation<{ readonly normType: number }> = elementwise(
  "absolute power",
  ([x], { normType }) => {
    const magnitude = unary("absolute", x!);
    return normType === 1 ? magnitude : select(equal(x!, 0), 0, power(magnitude, normType));
  },
);

/** 1 / max(x^(1/p), epsilon), and 0 where both are 0. */
const inverseRootOperation: Operation<{ readonly normType: number; readonly epsilon: number }> = elementwise(
  "inverse norm",
  ([total], { normType, epsilon }) => {
    const norm = root(total!, normType);
    const least = constant(epsilon === 0 ? 0 : 1 / epsilon, total!.dtype);
    return select(greater(norm, epsilon), divide(constant(1, total!.dtype), norm), least);
  },
);

function root(total: Expression, normType: number): Expression {
  if (normType === 1) return total;
  return normType === 2 ? unary("squareRoot", total) : power(total, 1 / normType);
}
