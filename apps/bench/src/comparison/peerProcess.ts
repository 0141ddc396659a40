// The process that a library has for itself: node peerProcess.js PEER [THREADS]

import { setTimeout } from "node:timers/promises";
import { isPeerName, startPeer } from "../peers/index.ts";
import { Unsupported, type Work } from "../peers/peer.ts";
import { workloadNamed } from "../workloads/index.ts";
import type { Mode } from "../workloads/workload.ts";
import type { Answer, Request } from "./messages.ts";

const [name = "", threads] = process.argv.slice(2);
let work: Work | undefined;
/** What a call took the last time. */
let last = 0;

try {
  if (!isPeerName(name)) throw new Error(`there is no library ${name}`);
  const device = await startPeer(name, { threads: threads === undefined ? undefined : Number(threads) });
  process.on("message", (request: Request) => {
    const answering = answer(request, async (workload) => (work = await device.prepare(workloadNamed(workload))));
    void answering.catch(failure).then(tell);
  });
  tell({ kind: "started", description: device.description });
} catch (error) {
  tell(failure(error));
}

async function answer(request: Request, prepare: (workload: string) => Promise<Work>): Promise<Answer> {
  switch (request.ask) {
    case "prepare":
      await prepare(request.workload);
      return { kind: "done" };
    case "result": {
      const started = performance.now();
      const data = await current().result();
      return { kind: "result", data, milliseconds: performance.now() - started };
    }
    case "warmUp":
    case "sample": {
      const call = callOf(request.mode);
      const milliseconds =
        request.ask === "warmUp" ? await warmUp(call, request.milliseconds) : await sample(call, request.calls);
      await rest();
      return { kind: "time", milliseconds };
    }
    case "end":
      await work?.end();
      work = undefined;
      globalThis.gc?.();
      return { kind: "done" };
  }
}

function callOf(mode: Mode): () => unknown {
  const call = current()[mode];
  if (call) return call;
  throw new Unsupported(`it cannot be measured without ${mode === "compute" ? "reading" : "computing"}`);
}

function current(): Work {
  if (work) return work;
  throw new Error("nothing is prepared");
}

/** Calls until so much time has passed, three at least; gives the time of the fastest of those after the first two. */
async function warmUp(call: () => unknown, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  await call();
  await call();
  let fastest = Infinity;
  do fastest = Math.min(fastest, await sample(call, 1));
  while (performance.now() < end);
  return fastest;
}

/** Calls that are shorter are preceded by others for so long, in milliseconds. */
const waking = 40;

/**
 * Milliseconds of one of `calls` calls. Where they are short, others before them bring back caches and branches, and a
 * processor that has slept since the last turn: a virtual one takes milliseconds to come.
 */
async function sample(call: () => unknown, calls: number): Promise<number> {
  const woken = performance.now() + waking;
  while (last < waking && performance.now() < woken) await call();
  const started = performance.now();
  for (let count = 0; count < calls; count++) await call();
  last = (performance.now() - started) / calls;
  return last;
}

/**
 * Waits until this process does nothing any more, a second at most: threads of some libraries wait awake for more work, and
 * would take a processor from the library whose turn is next.
 */
async function rest(): Promise<void> {
  for (let count = 0; count < 100; count++) {
    const before = process.cpuUsage();
    await setTimeout(10);
    const { user, system } = process.cpuUsage(before);
    if (user + system < 2000) return;
  }
}

function failure(error: unknown): Answer {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof Unsupported ? "unsupported" : "failed", reason: reason.split("\n")[0]! };
}

function tell(answer: Answer): void {
  process.send?.(answer);
}
