import {
  GELU as BaseGELU,
  Hardshrink as BaseHardshrink,
  PReLU as BasePReLU,
  SiLU,
  Softmax2d,
  Softshrink as BaseSoftshrink,
  ThresholdedReLU as BaseThresholdedReLU,
} from "@nn/activations";
import type { Backend, DType } from "@nn/backend";
import type { Member } from "@nn/module";
import type { DataFormat } from "./dataFormat.ts";

/** `paddle.nn.GELU`: `approximate` is a truth value. */
export class GELU extends BaseGELU {
  /** @param options `approximate`: whether the tanh approximation is used. Default: false. */
  constructor(options: { readonly approximate?: boolean } = {}) {
    super({ approximate: options.approximate ? "tanh" : "none" });
  }
}

/** Options of activations with a threshold. */
export interface ThresholdOptions {
  /** Where the function changes. Default: 0.5 for the shrinking ones, 1 for {@link ThresholdedReLU}. */
  readonly threshold?: number;
}

/** `paddle.nn.Hardshrink`: what is called λ elsewhere is `threshold`. */
export class Hardshrink extends BaseHardshrink {
  /** @throws NNError `option` if the threshold is out of its range */
  constructor({ threshold = 0.5 }: ThresholdOptions = {}) {
    super({ lambda: threshold });
  }
}

/** `paddle.nn.Softshrink`: what is called λ elsewhere is `threshold`. */
export class Softshrink extends BaseSoftshrink {
  /** @throws NNError `option` if the threshold is out of its range */
  constructor({ threshold = 0.5 }: ThresholdOptions = {}) {
    super({ lambda: threshold });
  }
}

/** `paddle.nn.ThresholdedReLU`: what is called θ elsewhere is `threshold`. */
export class ThresholdedReLU extends BaseThresholdedReLU {
  /** @throws NNError `option` if the threshold is out of its range */
  constructor({ threshold = 1 }: ThresholdOptions = {}) {
    super({ theta: threshold });
  }
}

/** Options of {@link PReLU}. */
export interface PReLUOptions {
  /** The backend of the weights. */
  readonly backend: Backend;
  /** The type of the weights. Default: float32. */
  readonly dtype?: DType;
  /** 1 for a weight that is shared, or the number of channels. Default: 1. */
  readonly numParameters?: number;
  /** What the weights start as. Default: 0.25. */
  readonly init?: number;
  /** Where the channels are. Default: behind the batch. */
  readonly dataFormat?: DataFormat;
}

/** `paddle.nn.PReLU`; in states the weights are called `_weight`. */
export class PReLU extends BasePReLU {
  /** @throws NNError `option` unless `numParameters` is a positive integer */
  constructor({ backend, dtype = "float32", numParameters = 1, init = 0.25, dataFormat = "NCHW" }: PReLUOptions) {
    super({ backend, dtype, numParameters, initial: init, axis: dataFormat.length > 2 && dataFormat.endsWith("C") ? -1 : 1 }); // prettier-ignore
  }

  override members(): [name: string, member: Member][] {
    return super.members().map(([name, member]) => [`_${name}`, member]);
  }
}

/** `paddle.nn.Silu`. */
export class Silu extends SiLU {}

/** `paddle.nn.Softmax2D`. */
export class Softmax2D extends Softmax2d {}
