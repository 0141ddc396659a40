import { NNError } from "@nn/backend";
import type { Phase, SharedPhase } from "../execution/program.ts";
import type { Routine } from "../execution/routine.ts";
import { runAlone } from "../execution/runAlone.ts";
import { Control, field, mostValues, word } from "./control.ts";
import type { Message } from "./message.ts";
import type { StartWorker, TeamWorker } from "./startWorkers.ts";

/** What a team may be told. */
export interface TeamOptions {
  /** How many threads there shall be, the host's included. */
  readonly threads: number;
  readonly start: StartWorker;
  /** From how many nanoseconds of work on a phase is shared while the workers are awake. */
  readonly sharedFrom: number;
  /** How many tasks of a phase the host takes at most. Default: as many as it gets. */
  readonly hostTasks?: number;
  /** How many milliseconds without progress are taken for the end of a thread. */
  readonly patience?: number;
}

/** How many nanoseconds of work that could be shared it takes to wake workers that sleep. */
const wakeFrom = 150_000;
/** How long the host waits awake for others to finish, in milliseconds. */
const awake = 0.05;

/**
 * The threads that share the work of a backend. The host, the thread that the backend belongs to, walks the plan: it
 * runs small phases alone and publishes the others, takes part in them, and waits for their end. Workers start with the
 * first phase that is worth it; until they are ready, and wherever they come late, the others do all the work.
 */
export class Team {
  readonly #memory: WebAssembly.Memory;
  readonly #options: TeamOptions;
  readonly #control = new Control();
  readonly #numbers = new WeakMap<Routine, number>();
  readonly #forgotten: FinalizationRegistry<number>;
  #workers: TeamWorker[] | undefined;
  #count = 0;
  #limit = 0;
  #sequence = 0;
  /** Nanoseconds of this plan that could have been shared. */
  #alone = 0;
  #active = false;
  #lost: string | undefined;
  #ready: (() => void) | undefined;

  constructor(memory: WebAssembly.Memory, options: TeamOptions) {
    this.#memory = memory;
    this.#options = options;
    this.#forgotten = new FinalizationRegistry((number) => this.#send({ kind: "forget", number }));
  }

  get threads(): number {
    return this.#lost === undefined ? this.#options.threads : 1;
  }

  /** Why there are no other threads any more. */
  get lost(): string | undefined {
    return this.#lost;
  }

  /** Starts the workers. Fulfilled when all are ready or some are lost; nobody needs to wait for that. */
  start(): Promise<void> {
    if (this.#workers) return Promise.resolve();
    const { threads, start } = this.#options;
    const ready = new Promise<void>((resolve) => (this.#ready = resolve));
    let missing = threads - 1;
    const events = {
      ready: () => --missing === 0 && this.#ready?.(),
      lost: (reason: string) => this.#lose(reason),
    };
    this.#workers = [];
    try {
      for (let thread = 1; thread < threads && this.#lost === undefined; thread++) {
        const worker = start(events);
        this.#workers.push(worker);
        worker.send({ kind: "start", memory: this.#memory, control: this.#control.buffer, thread });
      }
    } catch (error) {
      this.#lose(String(error));
    }
    return ready;
  }

  /** Runs phases one after the other. */
  run(phases: readonly Phase[]): void {
    for (const phase of phases) {
      if (phase.routine && this.#isShared(phase)) this.#share(phase);
      else runAlone([phase]);
    }
  }

  /** The plan has been walked. */
  rest(): void {
    this.#alone = 0;
    if (!this.#active) return;
    this.#active = false;
    Atomics.store(this.#control.words, word.active, 0);
  }

  /** Ends the workers. */
  dispose(): void {
    this.#lose("the backend was disposed");
  }

  #isShared({ nanoseconds, tasks, values }: SharedPhase): boolean {
    const { sharedFrom } = this.#options;
    if (tasks < 2 || nanoseconds < sharedFrom || this.#lost !== undefined || values.length > mostValues) return false;
    const { words } = this.#control;
    const ready = Atomics.load(words, word.ready);
    if (ready > 0 && Atomics.load(words, word.sleeping) < ready) return true;
    this.#alone += nanoseconds;
    if (this.#alone < Math.min(wakeFrom, sharedFrom * 4)) return false;
    if (!this.#workers) void this.start();
    return ready > 0;
  }

  /** Publishes a phase, takes part in it, and waits until it is done. */
  #share({ routine, values, tasks }: SharedPhase): void {
    const { words } = this.#control;
    const { hostTasks = Infinity } = this.#options;
    this.#publish(this.#numberOf(routine), values, tasks);
    const base = (this.#limit - tasks) | 0;
    const failures: unknown[] = [];
    for (let taken = 0; taken < hostTasks; taken++) {
      const ticket = this.#control.take();
      if (ticket === undefined) break;
      try {
        routine.run(values, (ticket - base) | 0, 0);
      } catch (error) {
        failures.push(error);
      }
      Atomics.add(words, word.done, 1);
    }
    this.#join();
    if (failures.length > 0) throw failures[0];
    const failure = this.#control.failure();
    if (failure === undefined) return;
    this.#lose(failure);
    throw new NNError("backend", `cpu.run: ${failure}`);
  }

  #publish(routine: number, values: readonly number[], tasks: number): void {
    const { words, record } = this.#control;
    if (!this.#active) Atomics.store(words, word.active, 1);
    this.#active = true;
    record[field.sequence] = ++this.#sequence;
    record[field.routine] = routine;
    record[field.base] = this.#limit;
    record[field.count] = values.length;
    record.set(values, field.values);
    this.#limit = (this.#limit + tasks) | 0;
    Atomics.store(words, word.limit, this.#limit);
    if (Atomics.load(words, word.sleeping) > 0) Atomics.notify(words, word.limit, tasks - 1);
  }

  /** Waits until all tasks are done: awake for a while, then asleep where that is allowed. */
  #join(): void {
    const { words } = this.#control;
    const { patience = 60_000 } = this.#options;
    let done = Atomics.load(words, word.done);
    if (done === this.#limit) return;
    let start = performance.now();
    for (;;) {
      for (let look = 0; look < 64; look++) if (Atomics.load(words, word.done) === this.#limit) return;
      const now = performance.now();
      const latest = Atomics.load(words, word.done);
      if (latest !== done) [done, start] = [latest, now];
      else if (now - start > patience) this.#giveUp(patience);
      else if (now - start > awake && mayWait) {
        Atomics.store(words, word.hostWaits, 1);
        if (latest !== this.#limit) Atomics.wait(words, word.done, latest, Math.min(patience, 1000));
        Atomics.store(words, word.hostWaits, 0);
      }
    }
  }

  #giveUp(patience: number): never {
    const reason = `a thread has not answered for ${patience / 1000} seconds`;
    this.#lose(reason);
    throw new NNError("backend", `cpu.run: ${reason}; its part of the result is missing`);
  }

  #numberOf(routine: Routine): number {
    const known = this.#numbers.get(routine);
    if (known !== undefined) return known;
    const number = this.#count++;
    this.#numbers.set(routine, number);
    this.#forgotten.register(routine, number);
    this.#send({ kind: "routine", number, data: routine.data });
    return number;
  }

  #send(message: Message): void {
    if (!this.#workers || this.#lost !== undefined) return;
    // First, so that a worker that has received it is never ahead.
    Atomics.add(this.#control.words, word.sent, 1);
    for (const worker of this.#workers) worker.send(message);
  }

  #lose(reason: string): void {
    if (this.#lost !== undefined) return;
    this.#lost = reason;
    this.#workers?.forEach((worker) => worker.stop());
    this.#workers = [];
    this.#ready?.();
  }
}

/** Whether this thread may sleep; the one that draws a page may not. */
const mayWait = canWait();

function canWait(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}
