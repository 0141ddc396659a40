import type { Mode } from "../workloads/workload.ts";
import type { Contestant } from "./contestant.ts";
import type { Answer } from "./messages.ts";
import type { Cell } from "./report.ts";

/** How much is measured. Times are in milliseconds. */
export interface Effort {
  readonly modes: readonly Mode[];
  /** Turns of each library, at most. */
  readonly rounds: number;
  /** What a library may take in all its turns, beyond three of them. */
  readonly budget: number;
  /** A library that takes longer for one call has one turn, and no warm-up. */
  readonly slow: number;
}

/** Calls that are shorter are repeated for so long in a turn. */
const turn = 5;

/** Samples of all libraries in turns: what disturbs the machine for a while disturbs all of them. */
export async function measureByTurns(
  contestants: readonly Contestant[],
  mode: Mode,
  { rounds, budget, slow }: Effort,
  isSlow: ReadonlySet<Contestant>,
): Promise<Cell[]> {
  const runners = contestants.map((contestant) => new Runner(contestant, mode));
  for (const runner of runners) if (!isSlow.has(runner.contestant)) await runner.warmUp(Math.min(slow, budget / 4));
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      const enough = isSlow.has(runner.contestant) ? round > 0 : round >= 3 && runner.spent > budget;
      if (!enough) await runner.sample();
    }
  }
  return runners.map((runner) => runner.cell());
}

class Runner {
  readonly contestant: Contestant;
  readonly #mode: Mode;
  readonly #samples: number[] = [];
  #calls = 1;
  #fault: Cell | undefined;
  spent = 0;

  constructor(contestant: Contestant, mode: Mode) {
    this.contestant = contestant;
    this.#mode = mode;
  }

  async warmUp(milliseconds: number): Promise<void> {
    const time = this.#time(await this.contestant.ask({ ask: "warmUp", mode: this.#mode, milliseconds }));
    if (time !== undefined) this.#calls = Math.max(1, Math.min(10_000, Math.round(turn / time)));
  }

  async sample(): Promise<void> {
    if (this.#fault) return;
    const time = this.#time(await this.contestant.ask({ ask: "sample", mode: this.#mode, calls: this.#calls }));
    if (time === undefined) return;
    this.spent += time * this.#calls;
    this.#samples.push(time);
  }

  cell(): Cell {
    return this.#fault ?? { library: this.contestant.name, kind: "measured", samples: this.#samples };
  }

  #time(answer: Answer): number | undefined {
    if (answer.kind === "time") return answer.milliseconds;
    if ("reason" in answer) this.#fault = { library: this.contestant.name, kind: answer.kind, reason: answer.reason };
    return undefined;
  }
}
