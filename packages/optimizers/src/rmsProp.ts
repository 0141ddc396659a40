import { add, divide, multiply, subtract, unary } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { Optimizer, type UpdateContext } from "./optimizer.ts";
import { directionOf, movingAverage, updateOperation, type DirectionSettings } from "./updateOperation.ts";

/** Options of {@link RMSprop}. */
export interface RMSpropOptions extends DirectionSettings {
  /** The size of the steps. Default: 0.01. */
  readonly learningRate?: number;
  /** The part of the mean squared gradient that stays, below 1. Default: 0.99. Keras: 0.9. */
  readonly decay?: number;
  /** Keeps the quotient finite. Default: 1e-8. */
  readonly epsilon?: number;
  /** The part of the last step's velocity that stays. Default: 0. */
  readonly momentum?: number;
  /** Whether to divide by an estimate of the standard deviation instead. Default: false. */
  readonly centered?: boolean;
}

/**
 * RMSprop (Tieleman & Hinton 2012, lecture 6.5; centered: Graves 2013):
 *
 *     g = gradient + weightDecay · p
 *     s = decay · s + (1 − decay) · g²
 *     a = decay · a + (1 − decay) · g                        (if centered)
 *     u = g / (√s + epsilon)                                 (if centered: √(s − a²))
 *     v = momentum · v + u,  p = p − learningRate · v        (without momentum: u instead of v)
 *
 * As `torch.optim.RMSprop`, where epsilon is outside the root.
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new RMSprop([x], { learningRate: 0.01 }).step();
 * await x.data(); // 0.9, -1.9
 * ```
 */
export class RMSprop extends Optimizer {
  protected readonly stateNames: readonly string[];
  private readonly settings: RMSpropSettings;

  constructor(parameters: Iterable<Variable>, options: RMSpropOptions = {}) {
    super("RMSprop", parameters, options.learningRate ?? 0.01);
    const { decay = 0.99, epsilon = 1e-8, momentum = 0, centered = false } = options;
    const { weightDecay = 0, maximize = false } = options;
    this.checkBetas("decay", [decay]);
    this.checkAtLeast("epsilon", epsilon, 0);
    this.checkAtLeast("momentum", momentum, 0);
    this.checkAtLeast("weightDecay", weightDecay, 0);
    this.settings = { decay, epsilon, momentum, centered, weightDecay, maximize };
    this.stateNames = ["meanSquare", ...(centered ? ["mean"] : []), ...(momentum > 0 ? ["velocity"] : [])];
  }

  protected override update({ parameter, gradient, state, scalar }: UpdateContext): readonly Tensor[] {
    return apply(rmsPropOperation, [parameter, gradient, scalar("rate", this.learningRate), ...state], this.settings);
  }
}

interface RMSpropSettings extends Required<DirectionSettings> {
  readonly decay: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly centered: boolean;
}

/** Inputs: parameter, gradient, learning rate, mean square [, mean] [, velocity]. */
const rmsPropOperation: Operation<RMSpropSettings> = updateOperation("RMSprop", (elements, settings) => {
  const [parameter, gradient, rate, meanSquare, ...others] = elements;
  const { decay, epsilon, momentum, centered } = settings;
  const mean = centered ? others.shift()! : undefined;
  const [velocity] = others;
  const direction = directionOf(parameter!, gradient!, settings);
  const nextSquare = movingAverage(meanSquare!, multiply(direction, direction), decay);
  const nextMean = mean && movingAverage(mean, direction, decay);
  const variance = nextMean ? subtract(nextSquare, multiply(nextMean, nextMean)) : nextSquare;
  const scaled = divide(direction, add(unary("squareRoot", variance), epsilon));
  const nextVelocity = velocity && add(multiply(velocity, momentum), scaled);
  const next = subtract(parameter!, multiply(rate!, nextVelocity ?? scaled));
  return [next, nextSquare, ...(nextMean ? [nextMean] : []), ...(nextVelocity ? [nextVelocity] : [])];
});
