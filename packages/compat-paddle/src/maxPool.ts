import { MaxPool1d, MaxPool2d, MaxPool3d } from "@nn/pooling";
import { MaskedPool, type MaskOptions } from "./maskedPool.ts";
import { poolOptions, type PoolOptions } from "./poolOptions.ts";

/** Options of {@link MaxPool1D}, {@link MaxPool2D} and {@link MaxPool3D}. */
export interface MaxPoolOptions<Mask extends boolean = boolean> extends PoolOptions, MaskOptions<Mask> {}

/**
 * `paddle.nn.MaxPool1D` (3.0). With `returnMask: true`, `forward` gives a pair: the maxima, and where they were.
 *
 * @typeParam Mask whether `forward` gives a pair
 * @example
 * ```ts
 * const [output, mask] = new MaxPool1D({ kernelSize: 2, returnMask: true }).forward(tensor([[[1, 5, 4, 2]]], { backend }));
 * await output.data(); // 5, 4
 * await mask.data(); // 1, 2
 * ```
 */
export class MaxPool1D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxPoolOptions<Mask>) {
    super(new MaxPool1d(poolOptions("MaxPool1D", 1, options)), options);
  }
}

/** `paddle.nn.MaxPool2D` (3.0); see {@link MaxPool1D}. */
export class MaxPool2D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxPoolOptions<Mask>) {
    super(new MaxPool2d(poolOptions("MaxPool2D", 2, options)), options);
  }
}

/** `paddle.nn.MaxPool3D` (3.0); see {@link MaxPool1D}. */
export class MaxPool3D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxPoolOptions<Mask>) {
    super(new MaxPool3d(poolOptions("MaxPool3D", 3, options)), options);
  }
}
