import { LPPool1d, LPPool2d } from "@nn/pooling";
import { poolOptions, type PoolOptions } from "./poolOptions.ts";

/** Options of {@link LPPool1D} and {@link LPPool2D}. */
export interface LPPoolOptions extends PoolOptions {
  /** The power. */
  readonly normType: number;
}

/**
 * `paddle.nn.LPPool1D` (3.0): (Σ x^p)^(1/p), without the magnitude of x, which ONNX takes. An odd power of a negative
 * number counts negatively; a sum below 0, or a fractional power of a negative number, gives NaN.
 *
 * @example
 * ```ts
 * const pool = new LPPool1D({ normType: 3, kernelSize: 2 });
 * await pool.forward(tensor([[[2, 0, 9, -9]]], { backend })).data(); // 2, 0
 * ```
 */
export class LPPool1D extends LPPool1d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: LPPoolOptions) {
    super({ ...poolOptions("LPPool1D", 1, options), normType: options.normType, signed: true });
  }
}

/** `paddle.nn.LPPool2D` (3.0); see {@link LPPool1D}. */
export class LPPool2D extends LPPool2d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: LPPoolOptions) {
    super({ ...poolOptions("LPPool2D", 2, options), normType: options.normType, signed: true });
  }
}
