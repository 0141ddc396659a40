import { add, divide, maximum, multiply, subtract, unary } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { MomentOptimizer, type MomentOptions, type MomentSettings } from "./momentOptimizer.ts";
import type { UpdateContext } from "./optimizer.ts";
import { directionOf, movingAverage, updateOperation } from "./updateOperation.ts";

/** Options of {@link Adamax}. */
export interface AdamaxOptions extends MomentOptions {
  /** The size of the steps. Default: 0.002. Keras: 0.001. */
  readonly learningRate?: number;
  /** The parts of the mean gradient and of the largest gradient that stay, below 1. Default: [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
}

/**
 * Adamax (Kingma & Ba 2015, section 7.1), in step t:
 *
 *     g = gradient + weightDecay · p
 *     m = β₁ · m + (1 − β₁) · g
 *     u = max(β₂ · u, |g| + epsilon)
 *     p = p − learningRate / (1 − β₁ᵗ) · m / u
 *
 * As `torch.optim.Adamax`.
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new Adamax([x], { learningRate: 0.1 }).step();
 * await x.data(); // 0.9, -1.9
 * ```
 */
export class Adamax extends MomentOptimizer {
  protected readonly stateNames = ["mean", "largest"];

  constructor(parameters: Iterable<Variable>, options: AdamaxOptions = {}) {
    super("Adamax", parameters, options.learningRate ?? 2e-3, options);
  }

  protected override update({ parameter, gradient, state, step, scalar }: UpdateContext): readonly Tensor[] {
    const rate = scalar("rate", this.learningRate / (1 - this.settings.betas[0] ** step));
    return apply(adamaxOperation, [parameter, gradient, rate, ...state], this.settings);
  }
}

/** Inputs: parameter, gradient, corrected rate, mean, largest. */
const adamaxOperation: Operation<MomentSettings> = updateOperation("Adamax", (elements, settings) => {
  const [parameter, gradient, rate, mean, largest] = elements;
  const { betas, epsilon } = settings;
  const direction = directionOf(parameter!, gradient!, settings);
  const nextMean = movingAverage(mean!, direction, betas[0]);
  const nextLargest = maximum(multiply(largest!, betas[1]), add(unary("absolute", direction), epsilon));
  return [subtract(parameter!, multiply(rate!, divide(nextMean, nextLargest))), nextMean, nextLargest];
});
