import { BatchNorm } from "./batchNormModule.ts";

/**
 * Batch norm of inputs [batch, channels] or [batch, channels, length]; with `axis: -1` the channels come last.
 *
 *     y = (x − mean) / √(variance + epsilon) · weight + bias
 *
 * In training mean and (biased) variance are those of the batch, in evaluation the running ones. Source: Ioffe & Szegedy
 * 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift".
 */
export class BatchNorm1d extends BatchNorm {
  protected override get expectedRank(): string {
    return "2 [batch, channels] or 3 [batch, channels, length]";
  }

  protected override accepts(rank: number): boolean {
    return rank === 2 || rank === 3;
  }
}
