import { multiply, subtract, type Expression } from "@nn/backend";
import { add, apply, applySingle, elementwise, momentsOperation, sizeOf, sum } from "@nn/tensor";
import type { Operation, Tensor } from "@nn/tensor";

/** What {@link standardize} gives. All but the output have size 1 on the reduced axes. */
export interface Standardized {
  readonly output: Tensor;
  readonly mean: Tensor;
  /** The mean of squared distances from the mean. */
  readonly variance: Tensor;
  /** 1 / √(variance + epsilon) */
  readonly inverseDeviation: Tensor;
}

/** Options of {@link standardizeOperation}. */
export interface StandardizeCall {
  /** The axes to sum over, ascending. */
  readonly axes: readonly number[];
  /** Added to the variance. */
  readonly epsilon: number;
}

/** (x − mean) / √(variance + epsilon), with mean and biased variance over `axes`. Gradients flow through both. */
export function standardize(input: Tensor, axes: readonly number[], epsilon: number): Standardized {
  const [shift, rest, variance, inverse] = apply(statisticsOperation, [input], { axes, epsilon });
  const output = applySingle(standardizeOperation, [input, shift!, rest!, inverse!], { axes, epsilon });
  return { output, mean: add(shift!, rest!), variance: variance!, inverseDeviation: inverse! };
}

/** Statistics over some axes, which stay as size 1; see {@link momentsOperation}. */
const statisticsOperation: Operation<StandardizeCall> = momentsOperation(
  "statistics",
  (_shape, options) => ({ ...options, keepDims: true }),
  (statistic) => statistic,
);

/**
 * x̂ = (x − shift − rest) · inverse, where shift + rest is the mean. Its gradient with respect to x includes what passes
 * through the mean and the deviation: with n elements on the reduced axes,
 *
 *     dx = inverse · (dy − Σ dy / n − x̂ · Σ (dy · x̂) / n)
 */
export const standardizeOperation: Operation<StandardizeCall> = {
  ...elementwise<StandardizeCall>("standardize", ([x, shift, rest, inverse]) => normal(x!, shift!, rest!, inverse!)),
  gradient: ({ inputs: [x, shift, rest, inverse], upstream: [upstream], options: { axes } }) => {
    const over = { axes, keepDims: true };
    const product = applySingle(productOperation, [upstream!, x!, shift!, rest!, inverse!], undefined);
    const operands = [upstream!, x!, shift!, rest!, inverse!, sum(upstream!, over), sum(product, over)];
    return [applySingle(gradientOperation, operands, { count: countOver(x!, axes) }), undefined, undefined, undefined];
  },
};

/** dy · x̂ */
const productOperation: Operation<undefined> = elementwise(
  "standardize product",
  ([upstream, x, shift, rest, inverse]) => multiply(upstream!, normal(x!, shift!, rest!, inverse!)),
);

const gradientOperation: Operation<{ readonly count: number }> = elementwise(
  "standardize gradient",
  ([upstream, x, shift, rest, inverse, total, correlation], { count }) => {
    const direct = subtract(upstream!, multiply(total!, 1 / count));
    const along = multiply(normal(x!, shift!, rest!, inverse!), multiply(correlation!, 1 / count));
    return multiply(subtract(direct, along), inverse!);
  },
);

function normal(x: Expression, shift: Expression, rest: Expression, inverse: Expression): Expression {
  return multiply(subtract(subtract(x, shift), rest), inverse);
}

function countOver({ shape }: Tensor, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => shape[axis]!));
}
