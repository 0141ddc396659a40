import { createArray, NNError, type Backend } from "@nn/backend";
import { endStep, formatShape, sameShape, scalarTensor, tensor, Variable, type Tensor } from "@nn/tensor";

/** What an optimizer remembers of one parameter. */
export interface ParameterState {
  /** How many updates it has had. */
  readonly steps: number;
  /** By the optimizer's own names, each of the parameter's shape; empty before the first update. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** What an optimizer remembers, in the order of its parameters. */
export interface OptimizerState {
  readonly learningRate: number;
  readonly parameters: readonly ParameterState[];
}

/** One update: the new parameter, and the new state in the order of `stateNames`. */
export interface UpdateContext {
  readonly parameter: Variable;
  readonly gradient: Tensor;
  readonly state: readonly Tensor[];
  /** Which update of the parameter this is; the first one is 1. */
  readonly step: number;
  /**
   * A number that kernels take as an argument, in the parameter's type: it may change without a new compilation.
   * Parameters share it if its role and value are the same.
   */
  readonly scalar: (role: string, value: number) => Tensor;
}

interface Slot {
  steps: number;
  state: readonly Variable[];
}

/**
 * Changes parameters along their gradients. Derived classes say how, with {@link Optimizer.update}: one operation for
 * each parameter, so that parameter and state are read and written once.
 *
 * @example
 * ```ts
 * import type { UpdateContext } from "@nn/optimizers";
 *
 * class SignDescent extends Optimizer {
 *   protected readonly stateNames = [];
 *   protected update({ parameter, gradient, scalar }: UpdateContext) {
 *     return [sub(parameter, mul(sign(gradient), scalar("rate", this.learningRate)))];
 *   }
 * }
 * const x = new Variable(tensor([1, -2], { backend }), true);
 * backward(sum(square(x)));
 * new SignDescent("SignDescent", [x], 0.5).step();
 * await x.data(); // 0.5, -1.5
 * ```
 */
export abstract class Optimizer {
  /** How errors call the optimizer. */
  readonly name: string;
  readonly parameters: readonly Variable[];
  private rate: number;
  private readonly slots: Slot[];
  /** Names of the tensors that are kept for each parameter. */
  protected abstract readonly stateNames: readonly string[];
  /** The number that the tensors start with. */
  protected readonly initialState: number = 0;

  /**
   * @param name how errors call the optimizer
   * @param parameters for example `model.parameters()`
   * @throws NNError `option` if there is none, if one comes twice, or if the learning rate is out of range
   */
  constructor(name: string, parameters: Iterable<Variable>, learningRate: number) {
    this.name = name;
    this.parameters = [...parameters];
    const count = this.parameters.length;
    if (count === 0) throw new NNError("option", `${this.name}: expected at least one parameter, got none`);
    if (new Set(this.parameters).size !== count) {
      throw new NNError("option", `${this.name}: expected each parameter once, got one of them twice`);
    }
    this.slots = this.parameters.map(() => ({ steps: 0, state: [] }));
    this.rate = this.checkAtLeast("learningRate", learningRate, 0);
  }

  /** The size of the steps. A change takes effect with the next step and compiles nothing. */
  get learningRate(): number {
    return this.rate;
  }

  set learningRate(value: number) {
    this.rate = this.checkAtLeast("learningRate", value, 0);
  }

  /**
   * Updates every parameter that has a gradient and ends the step: parameters, state, the loss that `backward` was
   * called on, and what is read before control returns to the event loop are computed as one plan.
   */
  step(): void {
    const scalars = new Map<Backend, Map<string, Tensor>>();
    this.parameters.forEach((parameter, position) => {
      const { grad: gradient, backend, dtype } = parameter;
      if (!gradient) return;
      const shared = scalars.get(backend) ?? new Map<string, Tensor>();
      scalars.set(backend, shared);
      const slot = this.slots[position]!;
      if (slot.state.length === 0) slot.state = this.stateNames.map(() => filledLike(parameter, this.initialState));
      slot.steps++;
      const scalar = (role: string, value: number): Tensor => {
        const key = `${role} ${dtype} ${value}`;
        const known = shared.get(key) ?? scalarTensor(value, dtype, backend);
        shared.set(key, known);
        return known;
      };
      const { state, steps } = slot;
      const [next, ...nextState] = this.update({ parameter, gradient, state, step: steps, scalar });
      parameter.assign(next!);
      state.forEach((variable, number) => variable.assign(nextState[number]!));
    });
    for (const backend of scalars.keys()) endStep(backend);
  }

  /** Forgets the gradients, so that the next `backward` starts afresh. */
  zeroGrad(): void {
    for (const parameter of this.parameters) parameter.grad = undefined;
  }

  /** What the optimizer remembers. The tensors do not change with later steps. */
  stateDict(): OptimizerState {
    return {
      learningRate: this.rate,
      parameters: this.slots.map(({ steps, state }) => ({
        steps,
        tensors: Object.fromEntries(state.map((variable, number) => [this.stateNames[number]!, variable.detach()])),
      })),
    };
  }

  /**
   * Goes on where the optimizer that gave `saved` stood. Other settings than the learning rate stay as they are.
   *
   * @throws NNError `state` unless it fits the parameters; then nothing has been changed
   */
  loadStateDict(saved: OptimizerState): void {
    const [expected, got] = [this.parameters.length, saved.parameters.length];
    if (got !== expected) {
      throw new NNError("state", `${this.name}: expected the state of ${expected} parameters, got that of ${got}`);
    }
    const rate = this.checkAtLeast("learningRate", saved.learningRate, 0);
    const states = saved.parameters.map((state, position) => this.checkedTensors(state, position));
    this.rate = rate;
    states.forEach((tensors, position) => {
      const slot = this.slots[position]!;
      slot.steps = saved.parameters[position]!.steps;
      slot.state = tensors.map((value) => new Variable(value.detach()));
    });
  }

  /** The new parameter, followed by its new state in the order of `stateNames`. */
  protected abstract update(context: UpdateContext): readonly Tensor[];

  /** @throws NNError `option` unless `value` is a finite number of at least `least` */
  protected checkAtLeast(option: string, value: number, least: number): number {
    if (Number.isFinite(value) && value >= least) return value;
    throw new NNError("option", `${this.name}: expected ${option} to be at least ${least}, got ${value}`);
  }

  /** @throws NNError `option` unless all are from 0 to below 1 */
  protected checkBetas(option: string, betas: readonly number[]): void {
    if (betas.every((beta) => beta >= 0 && beta < 1)) return;
    throw new NNError("option", `${this.name}: expected ${option} from 0 to below 1, got ${betas.join(" and ")}`);
  }

  private checkedTensors({ steps, tensors }: ParameterState, position: number): Tensor[] {
    const parameter = this.parameters[position]!;
    const what = `${this.name}: the state of parameter ${position}`;
    if (steps === 0 && Object.keys(tensors).length === 0) return [];
    if (Object.keys(tensors).sort().join() !== [...this.stateNames].sort().join()) {
      const [wanted, got] = [this.stateNames, Object.keys(tensors)].map((names) => names.join(", ") || "nothing");
      throw new NNError("state", `${what}: expected ${wanted}, got ${got}`);
    }
    return this.stateNames.map((name) => {
      const value = tensors[name]!;
      if (value.backend !== parameter.backend) {
        throw new NNError(
          "state",
          `${what}: expected ${name} on the parameter's backend, got it on ${value.backend.name}`,
        );
      }
      if (sameShape(value.shape, parameter.shape) && value.dtype === parameter.dtype) return value;
      const [wanted, got] = [parameter, value].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
      throw new NNError("state", `${what}: expected ${name} of ${wanted}, got ${got}`);
    });
  }
}

/** Numbers on the host, so that the first step has the structure of all others. */
function filledLike({ dtype, shape, size, backend }: Tensor, value: number): Variable {
  return new Variable(tensor(createArray(dtype, size).fill(value), { dtype, shape, backend }));
}
