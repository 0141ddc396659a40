import type { Kernel } from "@nn/backend";
import type { Program } from "../execution/program.ts";

/** What a contraction needs from the backend that it belongs to. */
export interface ContractionHost {
  /** The heap that every buffer lives in. */
  readonly memory: WebAssembly.Memory;
  /** The most threads that will run a program. */
  readonly threads: number;
  /** Compiles a kernel without folds: it prepares operands and applies what stands after the sum. It needs no scratch. */
  compileElementwise(kernel: Kernel): Program;
}
