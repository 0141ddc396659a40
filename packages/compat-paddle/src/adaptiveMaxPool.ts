import { AdaptiveMaxPool1d, AdaptiveMaxPool2d, AdaptiveMaxPool3d } from "@nn/pooling";
import type { OutputSize } from "./adaptiveAvgPool.ts";
import { MaskedPool, type MaskOptions } from "./maskedPool.ts";

/**
 * `paddle.nn.AdaptiveMaxPool1D` (3.0). With `returnMask: true`, `forward` gives a pair: the maxima, and where they were.
 *
 * @typeParam Mask whether `forward` gives a pair
 * @example
 * ```ts
 * const [output, mask] = new AdaptiveMaxPool1D(2, { returnMask: true }).forward(tensor([[[1, 5, 4, 2]]], { backend }));
 * await output.data(); // 5, 4
 * await mask.data(); // 1, 2
 * ```
 */
export class AdaptiveMaxPool1D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize, options: MaskOptions<Mask> = {}) {
    super(new AdaptiveMaxPool1d({ outputSize }), options);
  }
}

/** `paddle.nn.AdaptiveMaxPool2D` (3.0); see {@link AdaptiveMaxPool1D}. */
export class AdaptiveMaxPool2D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize, options: MaskOptions<Mask> = {}) {
    super(new AdaptiveMaxPool2d({ outputSize }), options);
  }
}

/** `paddle.nn.AdaptiveMaxPool3D` (3.0); see {@link AdaptiveMaxPool1D}. */
export class AdaptiveMaxPool3D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize, options: MaskOptions<Mask> = {}) {
    super(new AdaptiveMaxPool3d({ outputSize }), options);
  }
}
