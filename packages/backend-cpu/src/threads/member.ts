import { createRoutine, type RunTask } from "../execution/routine.ts";
import { Control, field, word } from "./control.ts";
import type { Message, StartMessage } from "./message.ts";

/** How long a worker waits awake for work, in milliseconds: after a plan, and within one. */
const patience = { idle: 0.02, active: 0.05 };
/** How many times it looks before it looks at the clock. */
const looks = 64;

/**
 * A worker's part of a team. Messages bring it what it needs; between them it works, without returning to its event
 * loop, until the host has sent another one.
 */
export class Member {
  readonly #memory: WebAssembly.Memory;
  readonly #control: Control;
  readonly #thread: number;
  readonly #routines = new Map<number, RunTask>();
  #received = 0;
  #sequence = 0;
  #run: RunTask = () => undefined;
  #values: readonly number[] = [];
  #base = 0;

  constructor({ memory, control, thread }: StartMessage) {
    this.#memory = memory;
    this.#control = new Control(control);
    this.#thread = thread;
    Atomics.add(this.#control.words, word.ready, 1);
  }

  /** Takes a message in. */
  receive(message: Exclude<Message, StartMessage>): void {
    this.#received++;
    if (message.kind === "forget") this.#routines.delete(message.number);
    else {
      try {
        this.#routines.set(message.number, createRoutine(message.data, this.#memory));
      } catch (error) {
        // Whoever takes a ticket for it reports this.
        this.#routines.set(message.number, () => {
          throw error;
        });
      }
    }
  }

  /** Runs tasks, and waits for more, until there is a message to be received. */
  work(): void {
    const { words } = this.#control;
    for (;;) {
      const limit = Atomics.load(words, word.limit);
      // What a published phase needs was sent before it was published.
      if (Atomics.load(words, word.sent) !== this.#received) return;
      const ticket = this.#take(limit);
      if (ticket === undefined) this.#wait(limit);
      else this.#runTask(ticket);
    }
  }

  /** A ticket below `limit`: those above may need messages that have not been received. */
  #take(limit: number): number | undefined {
    const { words } = this.#control;
    const ticket = Atomics.load(words, word.next);
    if (ticket === limit || Atomics.load(words, word.limit) !== limit) return undefined;
    return Atomics.compareExchange(words, word.next, ticket, (ticket + 1) | 0) === ticket ? ticket : undefined;
  }

  #runTask(ticket: number): void {
    const { record } = this.#control;
    if (record[field.sequence] !== this.#sequence) this.#read();
    try {
      this.#run(this.#values, (ticket - this.#base) | 0, this.#thread);
    } catch (error) {
      this.#control.fail(this.#thread, error);
    }
    this.#control.finish();
  }

  #read(): void {
    const { record } = this.#control;
    this.#sequence = record[field.sequence]!;
    this.#run = this.#routines.get(record[field.routine]!)!;
    this.#base = record[field.base]!;
    this.#values = Array.from(record.subarray(field.values, field.values + record[field.count]!));
  }

  /** Returns once `limit` is no longer the limit, or for no reason. */
  #wait(limit: number): void {
    const { words } = this.#control;
    if (Atomics.load(words, word.next) !== Atomics.load(words, word.limit)) return;
    const start = performance.now();
    for (;;) {
      for (let look = 0; look < looks; look++) if (Atomics.load(words, word.limit) !== limit) return;
      const waited = performance.now() - start;
      if (waited > (Atomics.load(words, word.active) === 1 ? patience.active : patience.idle)) break;
    }
    Atomics.add(words, word.sleeping, 1);
    Atomics.wait(words, word.limit, limit);
    Atomics.sub(words, word.sleeping, 1);
  }
}
