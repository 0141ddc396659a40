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
