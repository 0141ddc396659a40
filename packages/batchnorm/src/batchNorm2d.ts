import { BatchNorm } from "./batchNormModule.ts";

/** Batch norm of inputs [batch, channels, height, width]. */
export class BatchNorm2d extends BatchNorm {
  protected override get expectedRank(): string {
    return "4 [batch, channels, height, width]";
  }

  protected override accepts(rank: number): boolean {
    return rank === 4;
  }
}
