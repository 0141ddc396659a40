import { libraries, repetitions, type Library, type WorkloadName } from "../workloads.ts";
import type { Comparison, PageBenchmarks } from "../comparison.ts";
import type { Contestant, Work } from "./contestant.ts";
import { ours } from "./ours.ts";
import { theirs } from "./theirs.ts";

/** Rounds stop after this long, once there are {@link fewestRounds}. */
const patience = 30_000;
const fewestRounds = 3;
/** Calls of each library in one round. */
const callsPerRound = 3;

const makers: Readonly<Record<Library, () => Promise<Contestant>>> = { ours, theirs };
const made = new Map<Library, Promise<Contestant>>();

const benchmarks: PageBenchmarks = {
  async first(library, name) {
    const contestant = await contestantOf(library);
    return milliseconds(() => contestant.first(name));
  },
  compare,
};

Object.assign(globalThis, { benchmarks });

async function compare(name: WorkloadName, rounds: number): Promise<Comparison> {
  const works: Record<Library, Work> = {
    ours: await (await contestantOf("ours")).prepare(name),
    theirs: await (await contestantOf("theirs")).prepare(name),
  };
  const calls: Record<Library, number[]> = { ours: [], theirs: [] };
  const amortised: Record<Library, number[]> = { ours: [], theirs: [] };
  const difference = await largestDifference(name, works);
  const started = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round >= fewestRounds && performance.now() - started > patience) break;
    const order = round % 2 === 0 ? libraries : [...libraries].reverse();
    for (let call = 0; call < callsPerRound; call++) {
      for (const library of order) {
        calls[library].push(await milliseconds(() => works[library].call()));
        works[library].release();
      }
    }
    for (const library of order) {
      amortised[library].push((await milliseconds(() => works[library].repeat(repetitions))) / repetitions);
      works[library].release();
    }
  }
  libraries.forEach((library) => works[library].end());
  return { calls, amortised, difference };
}

/** Of the results of a call, and of the last of many. It also is what warms both libraries up. */
async function largestDifference(name: WorkloadName, works: Readonly<Record<Library, Work>>): Promise<number> {
  const results: Record<Library, Float32Array[]> = { ours: [], theirs: [] };
  for (const library of libraries) {
    const { [library]: work } = works;
    const [call, last] = [work.standard(await work.call()), work.standard(await work.repeat(repetitions))];
    results[library] = work.check ? [await work.check()] : [call, last];
    if (![call, last].every((values) => values.every(Number.isFinite))) throw new Error(`${name}: not finite`);
    work.release();
  }
  return Math.max(...results.ours.map((result, at) => differenceOf(name, result, results.theirs[at]!)));
}

/** In proportion to the largest number. */
function differenceOf(name: WorkloadName, one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) throw new Error(`${name}: ${one.length} numbers and ${other.length}`);
  const largest = one.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0);
  if (largest === 0) throw new Error(`${name}: nothing but zeros`);
  return difference / largest;
}

function contestantOf(library: Library): Promise<Contestant> {
  let contestant = made.get(library);
  if (!contestant) made.set(library, (contestant = makers[library]()));
  return contestant;
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}
