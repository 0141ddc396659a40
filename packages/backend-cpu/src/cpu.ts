import type { Accelerator, Backend } from "@nn/backend";
import { createCpu } from "./createCpu.ts";

/** How a CPU backend shall be made. */
export interface CpuOptions {
  /** Default: `"cpu"`. */
  readonly name?: string;
  /** Hand-tuned programs for operations; the first that claims a call is used. Default: none. */
  readonly accelerators?: readonly Accelerator<CpuProgram>[];
  /** How many bytes of memory it may take. Default: 4 GiB, all that it can address. */
  readonly maximumBytes?: number;
  /**
   * How many threads share the work of large kernels, from 1 to 128. Results are the same for any number. Default: as
   * many as the machine runs at once, up to 16. One where threads are not to be had: see `threadsLimitedBy`.
   */
  readonly threads?: number;
  /**
   * Whether large convolutions with 3 × 3 taps and stride 1 are computed by Winograd's algorithm: more than twice as
   * fast, with about three times the rounding error. Default: true.
   */
  readonly winograd?: boolean;
  /**
   * Whether to use relaxed SIMD, whose multiply-add rounds once where the processor can: faster, but results may differ in
   * their last bits from those of another processor. Default: where the engine has it.
   */
  readonly relaxedSimd?: boolean;
}

/** A backend that computes on the CPU. */
export interface CpuBackend extends Backend {
  /** How many threads share the work of large kernels, the one that it was created on included. */
  readonly threads: number;
  /** Why there is but one, if more were wanted. */
  readonly threadsLimitedBy: string | undefined;
  /** Whether it uses relaxed SIMD. */
  readonly relaxedSimd: boolean;
  /** How many bytes of WebAssembly it has generated so far. */
  readonly generatedBytes: number;
}

/** A hand-tuned program for one operation, run in place of generated code. */
export type CpuProgram = (run: CpuRun) => void;

/** Where a program finds its operands. All buffers are row-major; booleans are 0 and 1 in an int32. */
export interface CpuRun {
  /** The heap. Make views on `memory.buffer` anew in each run: it is replaced when the memory grows. */
  readonly memory: WebAssembly.Memory;
  /** The byte offset of each input; a multiple of 64. */
  readonly inputs: readonly number[];
  /** The byte offset of each output; up to 32 bytes behind its last element may be overwritten. */
  readonly outputs: readonly number[];
  readonly scalars: readonly number[];
}

/**
 * A backend that generates WebAssembly from formulas, four lanes at a time, and runs it on the thread where it was
 * created and, if a kernel is large, on others that share its memory.
 *
 * Element types: float32, int32, uint32 and bool. `compile`, `run` and `readSync` finish before they return.
 *
 * @throws NNError `option` if an option makes no sense, or asks for relaxed SIMD where the engine has none
 */
export async function cpu(options: CpuOptions = {}): Promise<CpuBackend> {
  return createCpu(options);
}
