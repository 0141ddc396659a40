import { NNError } from "@nn/backend";
import { apply, applySingle, type Tensor } from "@nn/tensor";
import { rememberCover } from "./cover.ts";
import { maxPoolOperation, planePositionOperation } from "./maxPoolOperation.ts";
import { PoolModule } from "./poolModule.ts";
import { checkPool, poolWindow, type PoolOptions } from "./window.ts";

/** Options of max pooling. */
export type MaxPoolOptions = PoolOptions;

/** Maxima, and where they were. */
export interface MaxPoolResult {
  readonly output: Tensor;
  /**
   * The row-major position of each maximum within its channel's plane of the input, as int32 (PyTorch's and
   * PaddlePaddle's counting); −1 where a window has no element. ONNX and TensorFlow count through the whole tensor.
   */
  readonly indices: Tensor;
}

/** Max pooling over `rank` spatial axes. */
export function maxPool(operation: string, rank: number, input: Tensor, options: MaxPoolOptions): Tensor {
  requireNumbers(operation, input);
  return applySingle(maxPoolOperation, [input], poolWindow(operation, rank, input, options));
}

/** Max pooling over `rank` spatial axes, with the position of each maximum. */
export function maxPoolWithIndices(
  operation: string,
  rank: number,
  input: Tensor,
  options: MaxPoolOptions,
): MaxPoolResult {
  requireNumbers(operation, input);
  const window = poolWindow(operation, rank, input, options);
  const [output, winner] = apply(maxPoolOperation, [input], window);
  const indices = applySingle(planePositionOperation, [winner!], window);
  rememberCover(indices, { ...window, kind: "windows" });
  return { output: output!, indices };
}

/** @throws NNError `dtype` unless the tensor holds numbers, which have an order */
export function requireNumbers(operation: string, input: Tensor): void {
  if (input.dtype !== "bool") return;
  throw new NNError("dtype", `${operation}: expected numbers, got bool; convert with cast`);
}

/** Max pooling as a module. */
export abstract class MaxPool extends PoolModule<MaxPoolOptions> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: MaxPoolOptions) {
    super(rank, options, checkPool);
  }

  override forward(input: Tensor): Tensor {
    return maxPool(`maxPool${this.rank}d`, this.rank, input, this.options);
  }

  /** The maxima, and where they were; what unpooling needs. */
  forwardWithIndices(input: Tensor): MaxPoolResult {
    return maxPoolWithIndices(`maxPool${this.rank}dWithIndices`, this.rank, input, this.options);
  }
}
