import { Variable, type Tensor } from "@nn/tensor";

/** Options of {@link Parameter}. */
export interface ParameterOptions {
  /** The name in state dictionaries. Default: that of the property which holds it, in snake case. */
  readonly name?: string;
}

/** A variable that is learned: a module finds it by itself, and gradients flow to it. */
export class Parameter extends Variable {
  /** The name in state dictionaries, where it is not the property's. */
  readonly stateName: string | undefined;

  /** A parameter that starts with the numbers of `initial`. */
  constructor(initial: Tensor, options: ParameterOptions = {}) {
    super(initial, true);
    this.stateName = options.name;
  }
}
