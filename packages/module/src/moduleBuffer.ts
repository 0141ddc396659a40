import { Variable, type Tensor } from "@nn/tensor";

/** Options of {@link ModuleBuffer}. */
export interface ModuleBufferOptions {
  /** The name in state dictionaries. Default: that of the property which holds it, in snake case. */
  readonly name?: string;
  /** Whether it is part of state dictionaries. Default: true. */
  readonly persistent?: boolean;
}

/** A variable that a module keeps but does not learn, such as a running mean. */
export class ModuleBuffer extends Variable {
  /** The name in state dictionaries, where it is not the property's. */
  readonly stateName: string | undefined;
  /** Whether it is part of state dictionaries. */
  readonly persistent: boolean;

  /** A buffer that starts with the numbers of `initial`. */
  constructor(initial: Tensor, options: ModuleBufferOptions = {}) {
    super(initial, false);
    this.stateName = options.name;
    this.persistent = options.persistent ?? true;
  }
}
