import {
  add as plus,
  constant,
  divide,
  equal,
  folded,
  load,
  multiply,
  select,
  subtract,
  unary,
  type Expression,
  type TensorType,
} from "@nn/backend";
import type { FormulaParts, Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { add } from "./add.ts";
import { expand } from "./expand.ts";
import { mul } from "./mul.ts";
import { pow } from "./pow.ts";
import { reducedCount, reducedShape, reductionCoordinates, type NormalReduction } from "./reduction.ts";
import { sub } from "./sub.ts";

/** What the statistics of {@link momentsOperation} are made of. */
export interface MomentsCall extends NormalReduction {
  /** Added to the variance under the root. */
  readonly epsilon: number;
}

/**
 * An operation that gives statistics over some axes: the first element, the mean's distance from it, the biased variance
 * and 1 / √(variance + epsilon).
 *
 * The mean is kept as a sum of two numbers, since one float32 is too coarse where values are large against their
 * deviation: beside 10 000 it has steps of 0.001. The variance is a second sum in the same kernel, of squared distances
 * from the mean: a difference of sums would cancel. Whatever uses the first element uses its sum with the distance, so
 * that the gradient may take it for a constant.
 *
 * @param callOf what the operation's options mean for an input of this shape
 * @param along a statistic in a shape that broadcasts against the input
 *
 * @example
 * ```ts
 * const moments = momentsOperation("moments", () => ({ axes: [0], keepDims: true, epsilon: 0 }), (statistic) => statistic);
 * const [, , variance] = apply(moments, [tensor([1, 5], { backend })], undefined);
 * await variance!.data(); // 4
 * ```
 */
export function momentsOperation<Options>(
  name: string,
  callOf: (shape: readonly number[], options: Options) => MomentsCall,
  along: (statistic: Tensor, input: Tensor, options: Options) => Tensor,
): Operation<Options> {
  return {
    name,
    formula: ([input], options) => momentsFormula(input!, callOf(input!.shape, options)),
    gradient: ({ inputs, outputs, upstream: [, dMean, dVariance, dInverse], options }) => {
      const x = inputs[0]!;
      const [shift, rest, , inverse] = outputs;
      const count = reducedCount(x.shape, callOf(x.shape, options));
      const spread = (statistic: Tensor): Tensor => along(statistic, x, options);
      const throughInverse = dInverse && mul(mul(dInverse, -0.5), pow(inverse!, 3));
      const deviation = sumOf(dVariance, throughInverse);
      const ofMean = dMean && expand(spread(mul(dMean, 1 / count)), x.shape);
      const distance = (): Tensor => sub(sub(x, spread(shift!)), spread(rest!));
      const ofVariance = deviation && mul(distance(), spread(mul(deviation, 2 / count)));
      return [sumOf(ofMean, ofVariance)];
    },
  };
}

/**
 * 1 / √(variance + epsilon); 0 where both are 0.
 *
 * @example
 * ```ts
 * const inverse = elementwise<undefined>("inverse deviation", ([variance]) => inverseDeviation(variance!, 0));
 * await applySingle(inverse, [tensor([4, 0], { backend })], undefined).data(); // 0.5, 0
 * ```
 */
export function inverseDeviation(variance: Expression, epsilon: number): Expression {
  const inverse = divide(constant(1, variance.dtype), unary("squareRoot", plus(variance, epsilon)));
  return epsilon === 0 ? select(equal(variance, 0), 0, inverse) : inverse;
}

function momentsFormula(input: TensorType, options: MomentsCall): FormulaParts {
  const { dtype, shape } = input;
  const extents = options.axes.map((axis) => shape[axis]!);
  const count = reducedCount(shape, options);
  const zero = constant(0, "int32");
  const places = reductionCoordinates(shape.length, options);
  const first = places.map((place) => (place.kind === "foldIndex" ? zero : place));
  const shift = count === 0 ? constant(0, dtype) : load(0, input, first);
  const distance = subtract(load(0, input, places), shift);
  const rest = divide(folded(0, dtype), count);
  const deviation = subtract(distance, rest);
  const variance = divide(folded(1, dtype), count);
  return {
    shape: reducedShape(shape, options),
    folds: [
      { operator: "sum", extents, dtype, body: distance },
      { operator: "sum", extents, dtype, body: multiply(deviation, deviation) },
    ],
    outputs: [shift, rest, variance, inverseDeviation(variance, options.epsilon)],
  };
}

function sumOf(left: Tensor | undefined, right: Tensor | undefined): Tensor | undefined {
  return left && right ? add(left, right) : (left ?? right);
}
