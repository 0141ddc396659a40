import { constant, divide, folded, foldIndex, index, load, multiply, subtract, type Expression } from "@nn/backend";
import { add, apply, applySingle, elementwise, expand, mul, pow, sizeOf, sub, sum } from "@nn/tensor";
import type { Operation, Tensor } from "@nn/tensor";
import { inverseDeviation } from "./inverseDeviation.ts";

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

/**
 * Statistics over some axes, which stay as size 1: the first element, the mean's distance from it, the biased variance
 * and 1 / √(variance + epsilon).
 *
 * The mean is kept as a sum of two numbers, since one float32 is too coarse where values are large against their
 * deviation: beside 10 000 it has steps of 0.001. The variance is a second sum in the same kernel, of squared distances
 * from the mean: a difference of sums would cancel. Whatever uses the first element uses its sum with the distance, so
 * that the gradient may take it for a constant.
 */
const statisticsOperation: Operation<StandardizeCall> = {
  name: "statistics",
  formula: ([x], { axes, epsilon }) => {
    const { dtype, shape } = x!;
    const extents = axes.map((axis) => shape[axis]!);
    const count = sizeOf(extents);
    const at = (fold: (position: number) => Expression): Expression[] =>
      shape.map((_, axis) => (axes.includes(axis) ? fold(axes.indexOf(axis)) : index(axis)));
    const zero = constant(0, "int32");
    const shift = count === 0 ? constant(0, dtype) : load(0, x!, at(() => zero)); // prettier-ignore
    const distance = subtract(load(0, x!, at(foldIndex)), shift);
    const rest = divide(folded(0, dtype), count);
    const deviation = subtract(distance, rest);
    const variance = divide(folded(1, dtype), count);
    return {
      shape: shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
      folds: [
        { operator: "sum", extents, dtype, body: distance },
        { operator: "sum", extents, dtype, body: multiply(deviation, deviation) },
      ],
      outputs: [shift, rest, variance, inverseDeviation(variance, epsilon)],
    };
  },
  gradient: ({
    inputs: [x],
    outputs: [shift, rest, , inverse],
    upstream: [, dMean, dVariance, dInverse],
    options: { axes },
  }) => {
    const count = countOver(x!, axes);
    const throughInverse = dInverse && mul(mul(dInverse, -0.5), pow(inverse!, 3));
    const deviation = sumOf(dVariance, throughInverse);
    const ofMean = dMean && expand(mul(dMean, 1 / count), x!.shape);
    const ofVariance = deviation && mul(sub(sub(x!, shift!), rest!), mul(deviation, 2 / count));
    return [sumOf(ofMean, ofVariance)];
  },
};

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

function sumOf(left: Tensor | undefined, right: Tensor | undefined): Tensor | undefined {
  return left && right ? add(left, right) : (left ?? right);
}
