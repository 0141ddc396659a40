import type { Routine } from "./routine.ts";

/** A compiled kernel as a function of addresses. */
export interface Program {
  /** Bytes of the room in the heap that a run needs for itself. */
  readonly scratchBytes: number;
  /**
   * One run as phases, which are walked in this order. It is called once all earlier programs have finished, and may
   * write to its scratch.
   */
  phases(run: ProgramRun): readonly Phase[];
  /** The program as text, for people. */
  source(): string;
}

/** The operands of one run of a program. Addresses are byte offsets into the heap, aligned to 64 bytes. */
export interface ProgramRun {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The numbers that the host gives with this run. */
  readonly scalars: readonly number[];
  /** Where the program's scratch lies, if it has any. */
  readonly scratch: number;
}

/** A step of a program: all of its work is done before the next phase starts. */
export type Phase = SharedPhase | HostPhase;

/** Tasks that any thread may run, in any order and at the same time. What they compute depends on none of that. */
export interface SharedPhase {
  readonly routine: Routine;
  /** What the routine works on in this run: addresses, scalars. */
  readonly values: readonly number[];
  /** How many tasks there are. Each is best some 32,000 elements of work. */
  readonly tasks: number;
  /** An estimate of what all tasks take one thread, in nanoseconds. */
  readonly nanoseconds: number;
}

/** Work of the thread that the backend belongs to. */
export interface HostPhase {
  readonly routine?: undefined;
  run(): void;
}
