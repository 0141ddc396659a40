import { BatchNorm } from "./batchNormModule.ts";

/** Batch norm of inputs [batch, channels] or [batch, channels, length]. */
export class BatchNorm1d extends BatchNorm {
  protected override get expectedRank(): string {
    return "2 [batch, channels] or 3 [batch, channels, length]";
  }

  protected override accepts(rank: number): boolean {
    return rank === 2 || rank === 3;
  }
}
