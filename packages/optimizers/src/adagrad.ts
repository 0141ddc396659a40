import { add, divide, multiply, subtract, unary } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { Optimizer, type UpdateContext } from "./optimizer.ts";
import { directionOf, updateOperation, type DirectionSettings } from "./updateOperation.ts";

/** Options of {@link Adagrad}. */
export interface AdagradOptions extends DirectionSettings {
  /** The size of the first step. Default: 0.01. */
  readonly learningRate?: number;
  /** The rate of step t is learningRate / (1 + (t − 1) · learningRateDecay). Default: 0. */
  readonly learningRateDecay?: number;
  /** What the sums of squares start with. Default: 0. Keras: 0.1. */
  readonly initialAccumulator?: number;
  /** Keeps the quotient finite. Default: 1e-10. */
  readonly epsilon?: number;
}

/**
 * Adagrad (Duchi et al. 2011), in step t:
 *
 *     g = gradient + weightDecay · p
 *     s = s + g²
 *     p = p − learningRate / (1 + (t − 1) · learningRateDecay) · g / (√s + epsilon)
 *
 * As `torch.optim.Adagrad`.
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new Adagrad([x], { learningRate: 0.1 }).step();
 * await x.data(); // 0.9, -1.9
 * ```
 */
export class Adagrad extends Optimizer {
  protected readonly stateNames = ["sum"];
  protected override readonly initialState: number;
  private readonly settings: AdagradSettings;
  private readonly learningRateDecay: number;

  constructor(parameters: Iterable<Variable>, options: AdagradOptions = {}) {
    super("Adagrad", parameters, options.learningRate ?? 0.01);
    const { learningRateDecay = 0, initialAccumulator = 0, epsilon = 1e-10 } = options;
    const { weightDecay = 0, maximize = false } = options;
    this.learningRateDecay = this.checkAtLeast("learningRateDecay", learningRateDecay, 0);
    this.initialState = this.checkAtLeast("initialAccumulator", initialAccumulator, 0);
    this.checkAtLeast("epsilon", epsilon, 0);
    this.checkAtLeast("weightDecay", weightDecay, 0);
    this.settings = { epsilon, weightDecay, maximize };
  }

  protected override update({ parameter, gradient, state, step, scalar }: UpdateContext): readonly Tensor[] {
    const rate = scalar("rate", this.learningRate / (1 + (step - 1) * this.learningRateDecay));
    return apply(adagradOperation, [parameter, gradient, rate, ...state], this.settings);
  }
}

interface AdagradSettings extends Required<DirectionSettings> {
  readonly epsilon: number;
}

/** Inputs: parameter, gradient, rate, sum of squares. */
const adagradOperation: Operation<AdagradSettings> = updateOperation("Adagrad", (elements, settings) => {
  const [parameter, gradient, rate, total] = elements;
  const direction = directionOf(parameter!, gradient!, settings);
  const nextTotal = add(total!, multiply(direction, direction));
  const quotient = divide(direction, add(unary("squareRoot", nextTotal), settings.epsilon));
  return [subtract(parameter!, multiply(rate!, quotient)), nextTotal];
});
