import { add, divide, multiply, subtract, unary } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { MomentOptimizer, type MomentOptions, type MomentSettings } from "./momentOptimizer.ts";
import type { UpdateContext } from "./optimizer.ts";
import { directionOf, movingAverage, updateOperation } from "./updateOperation.ts";

/** Options of {@link NAdam}. */
export interface NAdamOptions extends MomentOptions {
  /** The size of the steps. Default: 0.002. Keras: 0.001. */
  readonly learningRate?: number;
  /** How fast the momentum grows to β₁. Default: 0.004. */
  readonly momentumDecay?: number;
}

/**
 * Adam with Nesterov's momentum (Dozat 2016), in step t:
 *
 *     g  = gradient + weightDecay · p
 *     μₜ = β₁ · (1 − 0.96^(t · momentumDecay) / 2),  Πₜ = μ₁ · … · μₜ
 *     m  = β₁ · m + (1 − β₁) · g
 *     v  = β₂ · v + (1 − β₂) · g²
 *     d  = √(v / (1 − β₂ᵗ)) + epsilon
 *     p  = p − learningRate · ((1 − μₜ) / (1 − Πₜ) · g + μₜ₊₁ / (1 − Πₜ₊₁) · m) / d
 *
 * As `torch.optim.NAdam` since version 2; version 1 has μₜ twice in Πₜ₊₁.
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new NAdam([x], { learningRate: 0.1 }).step();
 * await x.data(); // 0.894, -1.894
 * ```
 */
export class NAdam extends MomentOptimizer {
  protected readonly stateNames = ["mean", "meanSquare"];
  private readonly momentumDecay: number;

  constructor(parameters: Iterable<Variable>, options: NAdamOptions = {}) {
    super("NAdam", parameters, options.learningRate ?? 2e-3, options);
    this.momentumDecay = this.checkAtLeast("momentumDecay", options.momentumDecay ?? 4e-3, 0);
  }

  protected override update({ parameter, gradient, state, step, scalar }: UpdateContext): readonly Tensor[] {
    const product = this.momentumProduct(step);
    const [now, next] = [this.momentum(step), this.momentum(step + 1)];
    const ofGradient = scalar("gradient rate", (this.learningRate * (1 - now)) / (1 - product));
    const ofMean = scalar("mean rate", (this.learningRate * next) / (1 - product * next));
    const correction = scalar("correction", 1 - this.settings.betas[1] ** step);
    return apply(nadamOperation, [parameter, gradient, ofGradient, ofMean, correction, ...state], this.settings);
  }

  private momentum(step: number): number {
    return this.settings.betas[0] * (1 - 0.5 * 0.96 ** (step * this.momentumDecay));
  }

  /** μ₁ · … · μ of the step. Late factors change nothing: the product has become 0. */
  private momentumProduct(step: number): number {
    let product = 1;
    for (let at = 1; at <= step && product > 0; at++) product *= this.momentum(at);
    return product;
  }
}

/** Inputs: parameter, gradient, rates of gradient and mean, correction of the mean square, mean, mean square. */
const nadamOperation: Operation<MomentSettings> = updateOperation("NAdam", (elements, settings) => {
  const [parameter, gradient, ofGradient, ofMean, correction, mean, meanSquare] = elements;
  const { betas, epsilon } = settings;
  const direction = directionOf(parameter!, gradient!, settings);
  const nextMean = movingAverage(mean!, direction, betas[0]);
  const nextSquare = movingAverage(meanSquare!, multiply(direction, direction), betas[1]);
  const root = add(unary("squareRoot", divide(nextSquare, correction!)), epsilon);
  const step = divide(add(multiply(ofGradient!, direction), multiply(ofMean!, nextMean)), root);
  return [subtract(parameter!, step), nextMean, nextSquare];
});
