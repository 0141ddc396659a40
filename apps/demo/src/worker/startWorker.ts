import type { Command, Report } from "../protocol.ts";

/** Starts the worker that computes; what comes back takes commands. */
export function startWorker(onReport: (report: Report) => void): (command: Command) => void {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Report>) => onReport(data));
  worker.addEventListener("error", (event) => {
    const detail = event.message || "the worker could not be started";
    onReport({ type: "failed", failure: { kind: "other", detail } });
  });
  return (command) => worker.postMessage(command);
}
