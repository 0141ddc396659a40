// pnpm soak [--minutes 10] [--seed 1] [--networks N]: networks at random, on one thread, on two, and by the interpreter.

import { parseArgs } from "node:util";
import { interpreter } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { Growth } from "./growth.ts";
import { soakOne, type Contestants } from "./soakOne.ts";

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    options: {
      minutes: { type: "string", default: "10" },
      seed: { type: "string", default: "1" },
      networks: { type: "string", default: "Infinity" },
    },
  });
  const contestants: Contestants = {
    reference: await interpreter(),
    alone: await cpu({ name: "one thread", threads: 1 }),
    shared: await cpu({ name: "two threads", threads: 2 }),
  };
  const { shared } = contestants;
  if (shared.threads !== 2) throw new Error(`there is one thread: ${shared.threadsLimitedBy}`);
  const growth = new Growth(() => {
    // What could be collected is not growth.
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    return {
      "device bytes": shared.memory().bytes,
      "reserved bytes": shared.memory().reservedBytes,
      "heap bytes": heapUsed,
      "process bytes": rss,
    };
  });
  const end = performance.now() + Number(values.minutes) * 60_000;
  const [first, count] = [Number(values.seed), Number(values.networks)];
  let seed = first;
  let largest = 0;
  let reported = performance.now();
  for (; performance.now() < end && seed < first + count; seed++) {
    const { difference, failure } = await soakOne(seed, contestants);
    if (failure !== undefined) {
      console.error(`network ${seed} (--seed ${seed} --networks 1): ${failure}`);
      return false;
    }
    largest = Math.max(largest, difference);
    if (performance.now() - reported < 15_000) continue;
    reported = performance.now();
    growth.sample();
    console.log(`${seed - first + 1} networks, ${growth.latest()}`);
  }
  console.log(
    `${seed - first} networks agree; the largest difference is ${largest.toExponential(1)} of a result's size`,
  );
  const grown = growth.grown();
  if (grown !== undefined) console.error(grown);
  return grown === undefined;
}

process.exitCode = (await main()) ? 0 : 1;
// Threads, and the collector, need not be waited for.
process.exit();
