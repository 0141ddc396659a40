import { Module } from "@nn/module";
import { applySingle, requireFloat, type Tensor } from "@nn/tensor";
import { avgPoolOperation } from "./avgPoolOperation.ts";
import { describePool } from "./describePool.ts";
import { overWholePlane, type GlobalPoolOptions } from "./globalPool.ts";
import { checkLayout } from "./layout.ts";

/**
 * y[n,c] = mean over all spatial positions of x[n,c,…].
 *
 * The same as Keras's `GlobalAveragePooling1D` to `3D` (which drop the spatial axes), ONNX's `GlobalAveragePool`, and
 * PyTorch's adaptive average pooling to size 1. Source: Lin, Chen and Yan 2013, "Network In Network".
 *
 * @param input of shape [batch, channels, …], with any number of spatial axes
 * @returns of shape [batch, channels, 1, …], or [batch, channels]
 * @throws NNError `shape` unless there are a batch, channels and spatial axes
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = tensor([[[3, 7, 2], [-2, -1, -6]]], { backend });
 * await globalAvgPool(x).data(); // 4, -3
 * ```
 */
export function globalAvgPool(input: Tensor, options: GlobalPoolOptions = {}): Tensor {
  requireFloat("globalAvgPool", input);
  return overWholePlane("globalAvgPool", input, options, (window) =>
    applySingle(avgPoolOperation, [input], { ...window, countIncludePad: true }),
  );
}

/** {@link globalAvgPool} as a module. */
export class GlobalAvgPool extends Module {
  readonly options: GlobalPoolOptions;

  /** @throws NNError `option` if the layout is none */
  constructor(options: GlobalPoolOptions = {}) {
    super();
    checkLayout("GlobalAvgPool", options.layout);
    this.options = options;
  }

  override forward(input: Tensor): Tensor {
    return globalAvgPool(input, this.options);
  }

  protected override describe(): string {
    return describePool(this.options);
  }
}
