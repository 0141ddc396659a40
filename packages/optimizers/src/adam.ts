import { add, divide, maximum, multiply, subtract, unary } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { MomentOptimizer, type MomentOptions, type MomentSettings } from "./momentOptimizer.ts";
import type { UpdateContext } from "./optimizer.ts";
import { directionOf, movingAverage, updateOperation } from "./updateOperation.ts";

/** Options of {@link Adam}. */
export interface AdamOptions extends MomentOptions {
  /** The size of the steps. Default: 0.001. */
  readonly learningRate?: number;
  /** Whether to divide by the largest mean squared gradient so far. Default: false. */
  readonly amsgrad?: boolean;
}

/** What Adam and AdamW share. */
abstract class AdamFamily extends MomentOptimizer {
  protected readonly stateNames: readonly string[];
  private readonly adamSettings: AdamSettings;
  private readonly decoupledDecay: number;

  /** @param decoupledDecay the decay that acts on the parameter itself, in proportion to the learning rate */
  constructor(name: string, parameters: Iterable<Variable>, options: AdamOptions, decoupledDecay: number) {
    super(name, parameters, options.learningRate ?? 1e-3, options);
    const { amsgrad = false } = options;
    this.decoupledDecay = this.checkAtLeast("weightDecay", decoupledDecay, 0);
    this.adamSettings = { ...this.settings, amsgrad };
    this.stateNames = amsgrad ? ["mean", "meanSquare", "maximumSquare"] : ["mean", "meanSquare"];
  }

  protected override update({ parameter, gradient, state, step, scalar }: UpdateContext): readonly Tensor[] {
    const [beta1, beta2] = this.settings.betas;
    const rate = scalar("rate", this.learningRate / (1 - beta1 ** step));
    const correction = scalar("correction", Math.sqrt(1 - beta2 ** step));
    const shrink = scalar("shrink", 1 - this.learningRate * this.decoupledDecay);
    return apply(adamOperation, [parameter, gradient, rate, correction, shrink, ...state], this.adamSettings);
  }
}

/**
 * Adam (Kingma & Ba 2015), in step t:
 *
 *     g = gradient + weightDecay · p
 *     m = β₁ · m + (1 − β₁) · g
 *     v = β₂ · v + (1 − β₂) · g²
 *     p = p − learningRate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + epsilon)
 *
 * As `torch.optim.Adam`; with `amsgrad` the largest v so far divides (Reddi et al. 2018).
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new Adam([x], { learningRate: 0.1 }).step();
 * await x.data(); // 0.9, -1.9
 * ```
 */
export class Adam extends AdamFamily {
  constructor(parameters: Iterable<Variable>, options: AdamOptions = {}) {
    super("Adam", parameters, options, 0);
  }
}

/** Options of {@link AdamW}. */
export interface AdamWOptions extends AdamOptions {
  /** Shrinks the parameter by `learningRate` · `weightDecay` of itself, apart from the gradient. Default: 0.01. */
  readonly weightDecay?: number;
}

/**
 * {@link Adam} with decoupled weight decay (Loshchilov & Hutter 2019): it does not enter the means, but first
 *
 *     p = p · (1 − learningRate · weightDecay)
 *
 * As `torch.optim.AdamW`.
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new AdamW([x], { learningRate: 0.1 }).step();
 * await x.data(); // 0.899, -1.898
 * ```
 */
export class AdamW extends AdamFamily {
  constructor(parameters: Iterable<Variable>, options: AdamWOptions = {}) {
    const { weightDecay = 0.01, ...others } = options;
    super("AdamW", parameters, others, weightDecay);
  }
}

interface AdamSettings extends MomentSettings {
  readonly amsgrad: boolean;
}

/** Inputs: parameter, gradient, corrected rate, correction of the root, shrink, mean, mean square [, largest]. */
const adamOperation: Operation<AdamSettings> = updateOperation("Adam", (elements, settings) => {
  const [parameter, gradient, rate, correction, shrink, mean, meanSquare, largest] = elements;
  const { betas, epsilon, amsgrad } = settings;
  const direction = directionOf(parameter!, gradient!, settings);
  const nextMean = movingAverage(mean!, direction, betas[0]);
  const nextSquare = movingAverage(meanSquare!, multiply(direction, direction), betas[1]);
  const nextLargest = amsgrad ? [maximum(largest!, nextSquare)] : [];
  const root = unary("squareRoot", nextLargest[0] ?? nextSquare);
  const quotient = divide(nextMean, add(divide(root, correction!), epsilon));
  const next = subtract(multiply(parameter!, shrink!), multiply(rate!, quotient));
  return [next, nextMean, nextSquare, ...nextLargest];
});
