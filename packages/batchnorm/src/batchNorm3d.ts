import { BatchNorm } from "./batchNormModule.ts";

/**
 * Batch norm of inputs [batch, channels, depth, height, width]; with `axis: -1` the channels come last.
 *
 *     y = (x − mean) / √(variance + epsilon) · weight + bias
 *
 * In training mean and (biased) variance are those of the batch, in evaluation the running ones. Source: Ioffe & Szegedy
 * 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift".
 */
export class BatchNorm3d extends BatchNorm {
  protected override get expectedRank(): string {
    return "5 [batch, channels, depth, height, width]";
  }

  protected override accepts(rank: number): boolean {
    return rank === 5;
  }
}
