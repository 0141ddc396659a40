import type { RoutineData } from "../execution/routine.ts";

/** What the host sends to every worker. All but the first are counted in `word.sent`. */
export type Message = StartMessage | RoutineMessage | ForgetMessage;

export interface StartMessage {
  readonly kind: "start";
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** The worker's number, from 1. */
  readonly thread: number;
}

/** A routine that phases will name by its number. */
export interface RoutineMessage {
  readonly kind: "routine";
  readonly number: number;
  readonly data: RoutineData;
}

/** A routine that will not be named again. */
export interface ForgetMessage {
  readonly kind: "forget";
  readonly number: number;
}
