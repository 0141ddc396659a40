import { add, divide, multiply, subtract, unary } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { MomentOptimizer, type MomentOptions, type MomentSettings } from "./momentOptimizer.ts";
import type { UpdateContext } from "./optimizer.ts";
import { directionOf, movingAverage, updateOperation } from "./updateOperation.ts";

/** Options of {@link RAdam}. */
export interface RAdamOptions extends MomentOptions {
  /** The size of the steps. Default: 0.001. */
  readonly learningRate?: number;
}

/**
 * Rectified Adam (Liu et al. 2020), in step t:
 *
 *     g = gradient + weightDecay · p
 *     m = β₁ · m + (1 − β₁) · g
 *     v = β₂ · v + (1 − β₂) · g²
 *     ρ∞ = 2 / (1 − β₂) − 1,  ρ = ρ∞ − 2t · β₂ᵗ / (1 − β₂ᵗ)
 *     p = p − learningRate · m / (1 − β₁ᵗ) · r · √(1 − β₂ᵗ) / (√v + epsilon)     if ρ > 5,
 *         where r = √((ρ − 4)(ρ − 2) · ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) · ρ))
 *     p = p − learningRate · m / (1 − β₁ᵗ)                                       before
 *
 * As `torch.optim.RAdam`.
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new RAdam([x], { learningRate: 0.1 }).step();
 * await x.data(); // 0.8, -1.6
 * ```
 */
export class RAdam extends MomentOptimizer {
  protected readonly stateNames = ["mean", "meanSquare"];

  constructor(parameters: Iterable<Variable>, options: RAdamOptions = {}) {
    super("RAdam", parameters, options.learningRate ?? 1e-3, options);
  }

  protected override update({ parameter, gradient, state, step, scalar }: UpdateContext): readonly Tensor[] {
    const [beta1, beta2] = this.settings.betas;
    const rate = this.learningRate / (1 - beta1 ** step);
    const rectification = rectificationAt(step, beta2);
    const adaptive = scalar("adaptive rate", rate * rectification * Math.sqrt(1 - beta2 ** step));
    const plain = scalar("plain rate", rectification === 0 ? rate : 0);
    return apply(radamOperation, [parameter, gradient, adaptive, plain, ...state], this.settings);
  }
}

/** r of the formula; 0 where the variance of the mean square is not known yet. */
function rectificationAt(step: number, beta2: number): number {
  const limit = 2 / (1 - beta2) - 1;
  const length = limit - (2 * step * beta2 ** step) / (1 - beta2 ** step);
  if (length <= 5) return 0;
  return Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
}

/** Inputs: parameter, gradient, rates with and without the root, mean, mean square. */
const radamOperation: Operation<MomentSettings> = updateOperation("RAdam", (elements, settings) => {
  const [parameter, gradient, adaptive, plain, mean, meanSquare] = elements;
  const { betas, epsilon } = settings;
  const direction = directionOf(parameter!, gradient!, settings);
  const nextMean = movingAverage(mean!, direction, betas[0]);
  const nextSquare = movingAverage(meanSquare!, multiply(direction, direction), betas[1]);
  const factor = add(divide(adaptive!, add(unary("squareRoot", nextSquare), epsilon)), plain!);
  return [subtract(parameter!, multiply(factor, nextMean)), nextMean, nextSquare];
});
