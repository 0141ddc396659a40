import { InstanceNorm, type InstanceNormModuleOptions } from "./instanceNormModule.ts";

/**
 * Instance norm of inputs [batch, channels, length], or without the batch: `instanceNorm` with parameters and, if
 * asked for, running statistics of its own.
 */
export class InstanceNorm1d extends InstanceNorm {
  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: InstanceNormModuleOptions) {
    super(["length"], numFeatures, options);
  }
}
