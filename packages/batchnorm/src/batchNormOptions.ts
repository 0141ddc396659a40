import { NNError, type Backend, type DType } from "@nn/backend";

/** Options of the batch norm modules. */
export interface BatchNormOptions {
  /** The backend of parameters and running statistics. */
  readonly backend: Backend;
  /** The type of parameters and running statistics. Default: float32. */
  readonly dtype?: DType;
  /** Added to the variance, against division by 0. Default: 1e-5; Keras and TensorFlow.js have 1e-3. */
  readonly epsilon?: number;
  /**
   * The weight of the batch's statistics in the running ones: running = (1 − momentum) · running + momentum · batch, as
   * in PyTorch. With null they are the plain mean over all batches. Default: 0.1, unless there is a `decay`.
   */
  readonly momentum?: number | null;
  /**
   * The weight of the old statistics, running = decay · running + (1 − decay) · batch, which is 1 − momentum:
   * what PaddlePaddle and ONNX (0.9), Keras and TensorFlow.js (0.99) call momentum. Default: none.
   */
  readonly decay?: number;
  /**
   * Which variance of the batch the running one takes: with Bessel's correction, n / (n − 1), as in PyTorch, or without,
   * as in PaddlePaddle, Keras, TensorFlow.js and ONNX. Default: "unbiased".
   */
  readonly runningVarianceOf?: "unbiased" | "biased";
  /** Whether it learns a weight and a bias. Default: true. */
  readonly affine?: boolean;
  /** Whether it learns a weight (γ; Keras: `scale`). Default: as `affine`. */
  readonly weight?: boolean;
  /** Whether it learns a bias (β; Keras: `center`). Default: as `affine`. */
  readonly bias?: boolean;
  /** Whether it keeps running statistics. If not, evaluation uses the batch's, too. Default: true. */
  readonly trackRunningStatistics?: boolean;
  /**
   * What to do in training with one value per channel, which has no variance: refuse it, as PyTorch does, or give it back
   * as it is and leave the statistics alone, as PaddlePaddle does. Default: "throw".
   */
  readonly singleValue?: "throw" | "pass";
  /** The axis of the channels; negative ones count from the end. Default: 1; Keras and TensorFlow.js have −1. */
  readonly axis?: number;
}

/** @throws NNError `option` unless momentum or decay is in its range; they are one number */
export function momentumOf(operation: string, { momentum, decay }: BatchNormOptions): number | null {
  if (decay === undefined)
    return momentum === null ? null : between(operation, "momentum", "null or ", momentum ?? 0.1);
  if (momentum === undefined) return 1 - between(operation, "decay", "", decay);
  throw new NNError("option", `${operation}: expected momentum or decay, which is 1 - momentum, got both`);
}

function between(operation: string, option: string, other: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new NNError("option", `${operation}: expected ${option} to be ${other}from 0 to 1, got ${value}`);
}
