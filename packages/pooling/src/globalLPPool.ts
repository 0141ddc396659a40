import { Module } from "@nn/module";
import { requireFloat, type Tensor } from "@nn/tensor";
import { describePool } from "./describePool.ts";
import { overWholePlane, type GlobalPoolOptions } from "./globalPool.ts";
import { checkLayout } from "./layout.ts";
import { checkNorm, normOfWindows, type NormOptions } from "./lpPool.ts";

/** Options of {@link globalLPPool}. */
export interface GlobalLPPoolOptions extends GlobalPoolOptions, NormOptions {}

/**
 * y[n,c] = (Σ |x[n,c,…]|^p)^(1/p) over all spatial positions; p is `normType`, 2 by default. ONNX's `GlobalLpPool`.
 *
 * @param input of shape [batch, channels, …], with any number of spatial axes
 * @returns of shape [batch, channels, 1, …], or [batch, channels]
 * @throws NNError `shape` unless there are a batch, channels and spatial axes
 * @throws NNError `option` unless the power is above 0
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = tensor([[[3, 0, -4], [5, 12, 0]]], { backend });
 * await globalLPPool(x).data(); // 5, 13
 * ```
 */
export function globalLPPool(input: Tensor, options: GlobalLPPoolOptions = {}): Tensor {
  requireFloat("globalLPPool", input);
  checkNorm("globalLPPool", options);
  return overWholePlane("globalLPPool", input, options, (window) => normOfWindows(input, window, options));
}

/** {@link globalLPPool} as a module. */
export class GlobalLPPool extends Module {
  readonly options: GlobalLPPoolOptions;

  /** @throws NNError `option` if the layout is none, or unless the power is above 0 */
  constructor(options: GlobalLPPoolOptions = {}) {
    super();
    checkLayout("GlobalLPPool", options.layout);
    checkNorm("GlobalLPPool", options);
    this.options = options;
  }

  override forward(input: Tensor): Tensor {
    return globalLPPool(input, this.options);
  }

  protected override describe(): string {
    return describePool(this.options);
  }
}
