// The process that a library has for itself: node peerProcess.js PEER [THREADS]

import { isPeerName, startPeer } from "../peers/index.ts";
import { Unsupported, type Work } from "../peers/peer.ts";
import { workloadNamed } from "../workloads/index.ts";
import type { Mode } from "../workloads/workload.ts";
import type { Answer, Request } from "./messages.ts";

const [name = "", threads] = process.argv.slice(2);
let work: Work | undefined;

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
      return { kind: "time", milliseconds: await warmUp(callOf(request.mode), request.milliseconds) };
    case "sample":
      return { kind: "time", milliseconds: await sample(callOf(request.mode), request.calls) };
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

/** Milliseconds of one of `calls` calls. Where they are short, some before them bring caches and branches back. */
async function sample(call: () => unknown, calls: number): Promise<number> {
  for (let count = 0; count < calls / 4 && calls > 1; count++) await call();
  const started = performance.now();
  for (let count = 0; count < calls; count++) await call();
  return (performance.now() - started) / calls;
}

function failure(error: unknown): Answer {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof Unsupported ? "unsupported" : "failed", reason: reason.split("\n")[0]! };
}

function tell(answer: Answer): void {
  process.send?.(answer);
}
