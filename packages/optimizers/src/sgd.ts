import { add, multiply, NNError, subtract, type Expression } from "@nn/backend";
import { apply, type Operation, type Tensor, type Variable } from "@nn/tensor";
import { Optimizer, type UpdateContext } from "./optimizer.ts";
import { directionOf, updateOperation } from "./updateOperation.ts";

/** Options of {@link SGD}. */
export interface SGDOptions {
  /** The size of the steps. */
  readonly learningRate: number;
  /** The part of the last step's velocity that stays. Default: 0. */
  readonly momentum?: number;
  /** The part of the gradient that does not enter the velocity; the first gradient enters whole. Default: 0. */
  readonly dampening?: number;
  /** Whether to look ahead along the velocity; needs momentum and no dampening. Default: false. */
  readonly nesterov?: boolean;
  /** Adds `weightDecay` · parameter to the gradient. Default: 0. */
  readonly weightDecay?: number;
  /** Whether to go up instead of down. Default: false. */
  readonly maximize?: boolean;
}

/**
 * Stochastic gradient descent, with momentum v:
 *
 *     g = gradient + weightDecay · p
 *     v = momentum · v + (1 − dampening) · g        (at first v = g)
 *     p = p − learningRate · v                      (Nesterov: g + momentum · v instead of v)
 *
 * As `torch.optim.SGD`: the learning rate is no part of the velocity.
 *
 * Source: Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
 *
 * @throws NNError `option` if an option is out of range
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new SGD([x], { learningRate: 0.1 }).step();
 * await x.data(); // 0.8, -1.6
 * ```
 */
export class SGD extends Optimizer {
  protected readonly stateNames: readonly string[];
  private readonly settings: SGDSettings;
  private readonly dampening: number;

  constructor(parameters: Iterable<Variable>, options: SGDOptions) {
    super("SGD", parameters, options.learningRate);
    const { momentum = 0, dampening = 0, nesterov = false, weightDecay = 0, maximize = false } = options;
    this.checkAtLeast("momentum", momentum, 0);
    this.checkAtLeast("weightDecay", weightDecay, 0);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new NNError("option", `SGD: nesterov needs momentum and no dampening, got ${momentum} and ${dampening}`);
    }
    this.settings = { momentum, nesterov, weightDecay, maximize };
    this.dampening = dampening;
    this.stateNames = momentum === 0 ? [] : ["velocity"];
  }

  protected override update({ parameter, gradient, state, step, scalar }: UpdateContext): readonly Tensor[] {
    const rate = scalar("rate", this.learningRate);
    if (state.length === 0) return apply(sgdOperation, [parameter, gradient, rate], this.settings);
    const share = scalar("share", step === 1 ? 1 : 1 - this.dampening);
    return apply(sgdOperation, [parameter, gradient, rate, share, ...state], this.settings);
  }
}

interface SGDSettings {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/** Inputs: parameter, gradient, learning rate [, the gradient's share in the velocity, velocity]. */
const sgdOperation: Operation<SGDSettings> = updateOperation("SGD", (elements, settings) => {
  const [parameter, gradient, rate, share, velocity] = elements;
  const { momentum, nesterov } = settings;
  const direction = directionOf(parameter!, gradient!, settings);
  const moved = (by: Expression): Expression => subtract(parameter!, multiply(rate!, by));
  if (!share || !velocity) return [moved(direction)];
  const next = add(multiply(velocity, momentum), multiply(share, direction));
  return [moved(nesterov ? add(direction, multiply(next, momentum)) : next), next];
});
