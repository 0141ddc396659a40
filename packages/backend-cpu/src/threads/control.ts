/**
 * The words of memory that the threads of a team share. Those that change often have a cache line each.
 *
 * Tasks have tickets, numbers that go on from phase to phase. The host publishes a phase: it writes the record and
 * raises `limit` by the number of tasks. A thread takes the ticket `next` by raising it, as long as it is not `limit`,
 * and counts in `done` when it has run the task. The phase is over when `done` reaches `limit`; no record changes before
 * that, so who holds a ticket reads the right one. Tickets wrap around, and are only ever compared for equality.
 */
export const word = {
  limit: 0,
  next: 16,
  done: 32,
  /** How many workers sleep until `limit` changes. */
  sleeping: 48,
  /** 1 while the host sleeps until `done` changes. */
  hostWaits: 64,
  /** 1 while a plan is walked, when it pays to wait awake for longer. */
  active: 80,
  /** How many messages the host has sent to each worker. */
  sent: 96,
  /** How many workers have started. */
  ready: 112,
  /** The number of a thread that has failed; 0 for none. */
  failed: 128,
  /** Of `failure`, in characters. */
  failureLength: 129,
} as const;

/** The numbers of the record, before the values of the phase. */
export const field = { sequence: 0, routine: 1, base: 2, count: 3, values: 4 } as const;

/** The most values that a phase may have to be published. */
export const mostValues = 1020;

const wordBytes = 1024;
const recordBytes = (field.values + mostValues) * 8;
const failureCharacters = 512;

/** Views on what a team shares. */
export class Control {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array<SharedArrayBuffer>;
  /** What the current phase is: see `field`. */
  readonly record: Float64Array<SharedArrayBuffer>;
  readonly #failure: Uint16Array<SharedArrayBuffer>;

  constructor(buffer = new SharedArrayBuffer(wordBytes + recordBytes + failureCharacters * 2)) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, wordBytes / 4);
    this.record = new Float64Array(buffer, wordBytes, recordBytes / 8);
    this.#failure = new Uint16Array(buffer, wordBytes + recordBytes, failureCharacters);
  }

  /** Notes that a thread has failed; the first one counts. */
  fail(thread: number, error: unknown): void {
    const text = String(error).slice(0, failureCharacters);
    if (Atomics.load(this.words, word.failed) !== 0) return;
    for (let at = 0; at < text.length; at++) this.#failure[at] = text.charCodeAt(at);
    Atomics.store(this.words, word.failureLength, text.length);
    Atomics.store(this.words, word.failed, thread);
  }

  /** What went wrong on another thread, if anything did. */
  failure(): string | undefined {
    const thread = Atomics.load(this.words, word.failed);
    if (thread === 0) return undefined;
    const characters = this.#failure.slice(0, Atomics.load(this.words, word.failureLength));
    return `thread ${thread} failed: ${String.fromCharCode(...characters)}`;
  }

  /** Takes a ticket of a phase that is published. `undefined` if there is none. */
  take(): number | undefined {
    for (;;) {
      // In this order: the limit is never behind the ticket.
      const ticket = Atomics.load(this.words, word.next);
      if (ticket === Atomics.load(this.words, word.limit)) return undefined;
      if (Atomics.compareExchange(this.words, word.next, ticket, (ticket + 1) | 0) === ticket) return ticket;
    }
  }

  /** Counts a task as done, and wakes the host if it sleeps and this was the last. */
  finish(): void {
    const done = (Atomics.add(this.words, word.done, 1) + 1) | 0;
    if (done !== Atomics.load(this.words, word.limit) || Atomics.load(this.words, word.hostWaits) === 0) return;
    Atomics.notify(this.words, word.done);
  }
}
