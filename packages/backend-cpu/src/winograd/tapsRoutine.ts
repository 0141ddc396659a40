import type { RunTask } from "../execution/routine.ts";
import { winogradKernelsOf } from "./kernels.ts";
import type { WeightSource } from "./sources.ts";
import type { Sizes, Tiling } from "./tiling.ts";

/** The transform of all weights: a panel of four outputs is a task. */
export interface TapsData {
  readonly kind: "winogradTaps";
  readonly sizes: Sizes;
  readonly weight: Omit<WeightSource, "source">;
  readonly tiling: Tiling;
  readonly relaxedSimd: boolean;
}

/** Values: the addresses of the weights and of the transformed ones, and scratch of 288 bytes for each thread. */
export function tapsRoutine({ sizes, weight, tiling, relaxedSimd }: TapsData, memory: WebAssembly.Memory): RunTask {
  const { transformTaps } = winogradKernelsOf(memory, relaxedSimd);
  const { outputs, channels } = sizes;
  const { base, outputStep, channelStep, rowStep, columnStep } = weight;
  return ([weights, target, scratch], panel, thread) => {
    // The lanes of a last panel that is not full repeat the last output.
    const output = (lane: number): number =>
      weights! + (base + Math.min(panel * 4 + lane, outputs - 1) * outputStep) * 4;
    transformTaps(
      output(0),
      output(1),
      output(2),
      output(3),
      channelStep * 4,
      rowStep * 4,
      columnStep * 4,
      channels,
      target! + panel * channels * 16,
      tiling.weightStep,
      scratch! + thread * tapsScratchBytes,
    );
  };
}

/** Bytes of scratch for one thread. */
export const tapsScratchBytes = 320;

/** What the transform takes one thread, in nanoseconds. */
export function tapsNanoseconds({ outputs, channels }: Sizes): number {
  return Math.ceil(outputs / 4) * channels * 80;
}
