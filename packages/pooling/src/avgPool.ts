import { applySingle, requireFloat, type Tensor } from "@nn/tensor";
import { avgPoolOperation } from "./avgPoolOperation.ts";
import { checkDivisor } from "./divisor.ts";
import { PoolModule } from "./poolModule.ts";
import { checkPool, poolWindow, type PoolOptions } from "./window.ts";

/** Options of average pooling. */
export interface AvgPoolOptions extends PoolOptions {
  /**
   * Whether padding counts as elements of the window; what sticks out beyond it in ceil mode never does. Default: true, as
   * in PyTorch. False is PaddlePaddle's `exclusive`, and the default there, in ONNX, Keras, TensorFlow.js and WebNN.
   */
  readonly countIncludePad?: boolean;
  /** What sums are divided by instead of the number of elements. Default: that number. */
  readonly divisorOverride?: number;
}

/** Average pooling over `rank` spatial axes. */
export function avgPool(operation: string, rank: number, input: Tensor, options: AvgPoolOptions): Tensor {
  const { countIncludePad = true, divisorOverride } = options;
  requireFloat(operation, input);
  const window = poolWindow(operation, rank, input, options);
  checkDivisor(operation, divisorOverride);
  return applySingle(avgPoolOperation, [input], {
    ...window,
    countIncludePad,
    ...(divisorOverride !== undefined && { divisorOverride }),
  });
}

/** Average pooling as a module. */
export abstract class AvgPool extends PoolModule<AvgPoolOptions> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: AvgPoolOptions) {
    super(rank, options, checkPool);
    checkDivisor(this.constructor.name, options.divisorOverride);
  }

  override forward(input: Tensor): Tensor {
    return avgPool(`avgPool${this.rank}d`, this.rank, input, this.options);
  }
}
