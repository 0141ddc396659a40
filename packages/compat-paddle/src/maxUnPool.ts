import { MaxUnpool1d, MaxUnpool2d, MaxUnpool3d, type MaxUnpoolOptions as Options } from "@nn/pooling";

/** Options of the max unpoolings; one number for all spatial axes, or one for each. */
export interface MaxUnPoolOptions {
  /** The window of the pooling that is undone. */
  readonly kernelSize: number | readonly number[];
  /** The distance between its windows. Default: the size of the window. */
  readonly stride?: number | readonly number[] | undefined;
  /** Its padding, at both ends. Default: 0. */
  readonly padding?: number | readonly number[];
  /**
   * The shape of the result, or of its spatial axes. Default: (size − 1) · stride − 2 · padding + kernelSize for each of
   * them.
   */
  readonly outputSize?: readonly number[] | undefined;
}

/**
 * `paddle.nn.MaxUnPool1D` (3.0). `forward` takes the maxima and the mask, as int32.
 *
 * @example
 * ```ts
 * const [output, mask] = new MaxPool1D({ kernelSize: 2, returnMask: true }).forward(tensor([[[1, 5, 4, 2]]], { backend }));
 * await new MaxUnPool1D({ kernelSize: 2 }).forward(output, mask).data(); // 0, 5, 4, 0
 * ```
 */
export class MaxUnPool1D extends MaxUnpool1d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxUnPoolOptions) {
    super(unpoolOptions(1, options));
  }
}

/** `paddle.nn.MaxUnPool2D` (3.0); see {@link MaxUnPool1D}. */
export class MaxUnPool2D extends MaxUnpool2d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxUnPoolOptions) {
    super(unpoolOptions(2, options));
  }
}

/** `paddle.nn.MaxUnPool3D` (3.0); see {@link MaxUnPool1D}. */
export class MaxUnPool3D extends MaxUnpool3d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxUnPoolOptions) {
    super(unpoolOptions(3, options));
  }
}

function unpoolOptions(rank: number, { kernelSize, stride, padding = 0, outputSize }: MaxUnPoolOptions): Options {
  const spatial = outputSize?.length === rank + 2 ? outputSize.slice(2) : outputSize;
  return {
    ...{ kernelSize, padding },
    ...(stride !== undefined && { stride }),
    ...(spatial && { outputSize: spatial }),
  };
}
