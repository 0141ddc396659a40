import { blocksRoutine, type BlocksData } from "../contraction/blocksRoutine.ts";
import { sumsRoutine, type SumsData } from "../contraction/sumsRoutine.ts";
import { windowRoutine, type WindowData } from "../contraction/windowRoutine.ts";
import { tapsRoutine, type TapsData } from "../winograd/tapsRoutine.ts";
import { tilesRoutine, type TilesData } from "../winograd/tilesRoutine.ts";
import { formulaRoutine, type FormulaData } from "./formulaRoutine.ts";

/**
 * What a routine is made of: plain data and WebAssembly modules, which can be sent to another thread and made a
 * function there. Each kind is one file with its data and the function `(data, memory) => RunTask`.
 */
export type RoutineData = FormulaData | BlocksData | SumsData | WindowData | TapsData | TilesData;

/**
 * Runs one task of a phase.
 *
 * @param values those of the phase
 * @param task its number, from 0
 * @param thread the number of the thread that runs it, from 0: scratch of which every thread has its own is found by it
 */
export type RunTask = (values: readonly number[], task: number, thread: number) => void;

/** A function that exists on every thread. */
export class Routine {
  readonly data: RoutineData;
  /** The function on this thread. */
  readonly run: RunTask;

  constructor(data: RoutineData, memory: WebAssembly.Memory) {
    this.data = data;
    this.run = createRoutine(data, memory);
  }
}

/** Makes the function on this thread. */
export function createRoutine(data: RoutineData, memory: WebAssembly.Memory): RunTask {
  switch (data.kind) {
    case "formula":
      return formulaRoutine(data, memory);
    case "blocks":
      return blocksRoutine(data, memory);
    case "sums":
      return sumsRoutine(data, memory);
    case "window":
      return windowRoutine(data, memory);
    case "winogradTaps":
      return tapsRoutine(data, memory);
    case "winogradTiles":
      return tilesRoutine(data, memory);
  }
}
