import type * as WorkerThreads from "node:worker_threads";
import type { Message } from "./message.ts";

/** A thread beside the one that started it. */
export interface TeamWorker {
  send(message: Message): void;
  stop(): void;
}

/** What a worker tells its team. */
export interface WorkerEvents {
  /** It has received its first message. */
  ready(): void;
  /** It cannot be started, or has ended. */
  lost(reason: string): void;
}

export type StartWorker = (events: WorkerEvents) => TeamWorker;

/** How threads are to be had here. */
export interface Threads {
  /** How many the machine has, at least 1. */
  readonly count: number;
  /** Starts one; `undefined` where that is impossible, for the reason given. */
  readonly start: StartWorker | undefined;
  readonly reason?: string;
  /** Whether workers can start, and the others go on, while the thread that started them does not rest. */
  readonly independent: boolean;
}

/** Finds out what this environment offers. */
export function threadsHere(): Threads {
  const none = (reason: string): Threads => ({ count: 1, start: undefined, reason, independent: false });
  if (typeof SharedArrayBuffer === "undefined")
    return none("there is no shared memory: the page is not cross-origin isolated");
  if (globalThis.process?.versions?.node !== undefined) {
    const threads = process.getBuiltinModule?.("node:worker_threads");
    const system = process.getBuiltinModule?.("node:os");
    if (!threads || !system) return none("threads need Node.js 20.16, 22.3 or later");
    return {
      count: system.availableParallelism(),
      start: (events) => startInNode(threads, events),
      independent: true,
    };
  }
  if (typeof Worker === "undefined") return none("there are no workers");
  if (!globalThis.crossOriginIsolated) return none("there is no shared memory: the page is not cross-origin isolated");
  return { count: navigator.hardwareConcurrency || 1, start: startInBrowser, independent: false };
}

function startInNode(threads: typeof WorkerThreads, events: WorkerEvents): TeamWorker {
  // Not in the form that bundlers for browsers look for.
  const here = import.meta.url;
  const worker = new threads.Worker(new URL("./worker.js", here), { name: "nn" });
  let stopped = false;
  worker.on("message", () => events.ready());
  worker.on("error", (error) => events.lost(String(error)));
  worker.on("exit", () => stopped || events.lost("a thread has ended"));
  // It must not keep the process alive. Listening would make it do so again, so this comes last; since nobody waits for
  // the worker, it need not be ready.
  worker.unref();
  return {
    send: (message) => worker.postMessage(message),
    stop() {
      stopped = true;
      void worker.terminate();
    },
  };
}

function startInBrowser(events: WorkerEvents): TeamWorker {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "nn" });
  worker.onmessage = () => events.ready();
  worker.onerror = (event) => {
    event.preventDefault();
    events.lost(event.message ?? "the program of the threads could not be loaded");
  };
  return { send: (message) => worker.postMessage(message), stop: () => worker.terminate() };
}
