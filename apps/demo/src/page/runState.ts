import type { Report } from "../protocol.ts";

/** What the page knows of the run; `pausing` and `stopping` wait for the worker. */
export type RunState = "idle" | "loading" | "running" | "pausing" | "paused" | "stopping" | "finished";

/** What a button asks for. */
export type Request = "start" | "pause" | "continue" | "stop";

/** What the main button asks for in a state; `undefined` while it has to wait. */
export function mainRequest(state: RunState): Exclude<Request, "stop"> | undefined {
  switch (state) {
    case "idle":
    case "finished":
      return "start";
    case "running":
      return "pause";
    case "paused":
      return "continue";
    case "loading":
    case "pausing":
    case "stopping":
      return undefined;
  }
}

/** Whether there is a run to stop. */
export function canStop(state: RunState): boolean {
  return state !== "idle" && state !== "finished" && state !== "stopping";
}

/** The state after a button was pressed. */
export function afterRequest(request: Request): RunState {
  return ({ start: "loading", pause: "pausing", continue: "running", stop: "stopping" } as const)[request];
}

/** The state after the worker reported. */
export function afterReport(state: RunState, report: Report): RunState {
  switch (report.type) {
    case "step":
      return state === "loading" ? "running" : state;
    case "paused":
      return state === "pausing" ? "paused" : state;
    case "finished":
      return "finished";
    case "failed":
      return "idle";
    case "downloading":
    case "preparing":
    case "heldOut":
    case "prediction":
      return state;
  }
}
