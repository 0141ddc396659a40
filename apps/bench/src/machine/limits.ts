import { cpus } from "node:os";
import { limitsProgram, operationsPerTurn } from "./module.ts";

/** What no library can pass on this machine, with one thread of WebAssembly. */
export interface MachineLimits {
  readonly processor: string;
  /** Gigabytes a second that are copied: as many are read, and as many written. */
  readonly copy: number;
  /** Billions of multiplications and additions a second, of four float32 at a time. */
  readonly multiplyAdd: number;
}

const copiedBytes = 64 * 2 ** 20;
const turns = 5_000_000;

export async function measureMachine(): Promise<MachineLimits> {
  const memory = new WebAssembly.Memory({ initial: (2 * copiedBytes) / 65536 });
  const { copy, multiplyAdd } = await limitsProgram(memory);
  // Pages are there only once they were written to.
  new Uint8Array(memory.buffer).fill(1);
  return {
    processor: cpus()[0]?.model ?? "unknown processor",
    copy: copiedBytes / secondsOf(() => copy(copiedBytes)) / 1e9,
    multiplyAdd: (turns * operationsPerTurn) / secondsOf(() => multiplyAdd(turns)) / 1e9,
  };
}

/** The fastest: a limit is what was possible, whoever else uses the machine. */
function secondsOf(call: () => void): number {
  const samples = Array.from({ length: 15 }, () => {
    const started = performance.now();
    call();
    return performance.now() - started;
  });
  return Math.min(...samples) / 1000;
}
