import { add, divide, multiply, subtract, unary } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { Optimizer, type UpdateContext } from "./optimizer.ts";
import { directionOf, movingAverage, updateOperation, type DirectionSettings } from "./updateOperation.ts";

/** Options of {@link Adadelta}. */
export interface AdadeltaOptions extends DirectionSettings {
  /** Scales the steps. Default: 1. Keras: 0.001. */
  readonly learningRate?: number;
  /** The part of the means that stays, below 1. Default: 0.9. Keras: 0.95. */
  readonly decay?: number;
  /** Keeps the roots away from 0. Default: 1e-6. */
  readonly epsilon?: number;
}

/**
 * Adadelta (Zeiler 2012):
 *
 *     g = gradient + weightDecay · p
 *     s = decay · s + (1 − decay) · g²
 *     Δ = √(d + epsilon) / √(s + epsilon) · g
 *     d = decay · d + (1 − decay) · Δ²
 *     p = p − learningRate · Δ
 *
 * As `torch.optim.Adadelta`.
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new Adadelta([x], { learningRate: 1 }).step();
 * await x.data(); // 0.9968, -1.9968
 * ```
 */
export class Adadelta extends Optimizer {
  protected readonly stateNames = ["meanSquare", "meanSquareStep"];
  private readonly settings: AdadeltaSettings;

  constructor(parameters: Iterable<Variable>, options: AdadeltaOptions = {}) {
    super("Adadelta", parameters, options.learningRate ?? 1);
    const { decay = 0.9, epsilon = 1e-6, weightDecay = 0, maximize = false } = options;
    this.checkBetas("decay", [decay]);
    this.checkAtLeast("epsilon", epsilon, 0);
    this.checkAtLeast("weightDecay", weightDecay, 0);
    this.settings = { decay, epsilon, weightDecay, maximize };
  }

  protected override update({ parameter, gradient, state, scalar }: UpdateContext): readonly Tensor[] {
    return apply(adadeltaOperation, [parameter, gradient, scalar("rate", this.learningRate), ...state], this.settings);
  }
}

interface AdadeltaSettings extends Required<DirectionSettings> {
  readonly decay: number;
  readonly epsilon: number;
}

/** Inputs: parameter, gradient, learning rate, mean squared gradient, mean squared step. */
const adadeltaOperation: Operation<AdadeltaSettings> = updateOperation("Adadelta", (elements, settings) => {
  const [parameter, gradient, rate, meanSquare, meanSquareStep] = elements;
  const { decay, epsilon } = settings;
  const direction = directionOf(parameter!, gradient!, settings);
  const nextSquare = movingAverage(meanSquare!, multiply(direction, direction), decay);
  const [above, below] = [meanSquareStep!, nextSquare].map((mean) => unary("squareRoot", add(mean, epsilon)));
  const step = multiply(divide(above!, below!), direction);
  const nextStep = movingAverage(meanSquareStep!, multiply(step, step), decay);
  return [subtract(parameter!, multiply(rate!, step)), nextSquare, nextStep];
});
