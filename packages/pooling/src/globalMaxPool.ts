import { Module } from "@nn/module";
import { applySingle, type Tensor } from "@nn/tensor";
import { describePool } from "./describePool.ts";
import { overWholePlane, type GlobalPoolOptions } from "./globalPool.ts";
import { checkLayout } from "./layout.ts";
import { requireNumbers } from "./maxPool.ts";
import { maxPoolOperation } from "./maxPoolOperation.ts";

/**
 * y[n,c] = max over all spatial positions of x[n,c,…]. A NaN wins; the first maximum takes the whole gradient.
 *
 * The same as Keras's `GlobalMaxPooling1D` to `3D` (which drop the spatial axes), ONNX's `GlobalMaxPool`, and PyTorch's
 * adaptive max pooling to size 1.
 *
 * @param input of shape [batch, channels, …], with any number of spatial axes
 * @returns of shape [batch, channels, 1, …], or [batch, channels]
 * @throws NNError `shape` unless there are a batch, channels and spatial axes
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = tensor([[[3, 7, 1], [-2, -1, -5]]], { backend });
 * await globalMaxPool(x).data(); // 7, -1
 * ```
 */
export function globalMaxPool(input: Tensor, options: GlobalPoolOptions = {}): Tensor {
  requireNumbers("globalMaxPool", input);
  return overWholePlane("globalMaxPool", input, options, (window) => applySingle(maxPoolOperation, [input], window));
}

/** {@link globalMaxPool} as a module. */
export class GlobalMaxPool extends Module {
  readonly options: GlobalPoolOptions;

  /** @throws NNError `option` if the layout is none */
  constructor(options: GlobalPoolOptions = {}) {
    super();
    checkLayout("GlobalMaxPool", options.layout);
    this.options = options;
  }

  override forward(input: Tensor): Tensor {
    return globalMaxPool(input, this.options);
  }

  protected override describe(): string {
    return describePool(this.options);
  }
}
