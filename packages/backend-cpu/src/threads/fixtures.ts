import { createCpu, type Tuning } from "../createCpu.ts";
import type { CpuBackend } from "../cpu.ts";

/** Makes threads share the smallest kernels: each task is one call's least, and the host takes one of them. */
export const fine = { grain: { elements: 1, nanoseconds: 0 }, eager: true, hostTasks: 1 } satisfies Partial<Tuning>;

/** A backend whose threads share the smallest kernels. */
export function shared(threads: number): Promise<CpuBackend> {
  return createCpu({ threads }, fine);
}
