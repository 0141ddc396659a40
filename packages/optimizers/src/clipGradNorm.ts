import { NNError } from "@nn/backend";
import {
  abs,
  add,
  div,
  max,
  maximum,
  minimum,
  mul,
  pow,
  sqrt,
  square,
  sum,
  type Tensor,
  type Variable,
} from "@nn/tensor";

/** Options of {@link clipGradNorm}. */
export interface ClipGradNormOptions {
  /** The exponent of the norm; Infinity for the largest absolute value. Default: 2. */
  readonly p?: number;
}

/**
 * Scales the gradients of all parameters by min(1, maximumNorm / (norm + 1e-6)), where norm = (Σ |g|^p)^(1/p) over all of
 * their elements: a gradient that explodes keeps its direction (Pascanu et al. 2013). As
 * `torch.nn.utils.clip_grad_norm_`. Parameters without a gradient do not count.
 *
 * @param parameters for example `model.parameters()`, between `backward` and `step`
 * @returns the norm before, as a scalar; undefined if there is no gradient
 * @throws NNError `option` unless maximumNorm is at least 0 and p is at least 1
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([3, 4], { backend }), true);
 * backward(mul(sum(square(x)), 0.5));
 * await clipGradNorm([x], 1)!.item(); // 5
 * await x.grad!.data(); // 0.6, 0.8
 * ```
 */
export function clipGradNorm(
  parameters: Iterable<Variable>,
  maximumNorm: number,
  options: ClipGradNormOptions = {},
): Tensor | undefined {
  const { p = 2 } = options;
  if (!(maximumNorm >= 0)) {
    throw new NNError("option", `clipGradNorm: expected maximumNorm to be at least 0, got ${maximumNorm}`);
  }
  if (!(p >= 1)) throw new NNError("option", `clipGradNorm: expected p to be at least 1, got ${p}`);
  const withGradient = [...parameters].filter(({ grad }) => grad !== undefined);
  if (withGradient.length === 0) return undefined;
  const norm = normOf(
    withGradient.map(({ grad }) => grad!),
    p,
  );
  const factor = minimum(div(maximumNorm, add(norm, 1e-6)), 1);
  for (const parameter of withGradient) parameter.grad = mul(parameter.grad!, factor);
  return norm;
}

function normOf(gradients: readonly Tensor[], p: number): Tensor {
  if (p === Infinity) return gradients.map((gradient) => max(abs(gradient))).reduce(maximum);
  if (p === 2) return sqrt(gradients.map((gradient) => sum(square(gradient))).reduce(add));
  return pow(gradients.map((gradient) => sum(pow(abs(gradient), p))).reduce(add), 1 / p);
}
