import { expect, it } from "vitest";
import type { Report } from "../protocol.ts";
import { afterReport, afterRequest, canStop, mainRequest, type Request, type RunState } from "./runState.ts";

const step: Report = { type: "step", step: 1, steps: 9, images: 50, epoch: 1, loss: 2, accuracy: 0.1, seconds: 1 };

/** The states that requests and reports lead through. */
function walk(...events: (Request | Report)[]): RunState[] {
  let state: RunState = "idle";
  return events.map((event) => (state = typeof event === "string" ? afterRequest(event) : afterReport(state, event)));
}

it("runs, pauses, continues and ends", () => {
  const finished: Report = { type: "finished", stopped: false };
  const path = walk(
    "start",
    { type: "preparing" },
    step,
    "pause",
    step,
    { type: "paused" },
    "continue",
    step,
    finished,
  );
  expect(path).toEqual(
    ["loading", "loading", "running", "pausing", "pausing", "paused", "running", "running", "finished"], // prettier-ignore
  );
});

it("stops from everywhere, and recovers from failures", () => {
  expect(walk("start", "stop", step, { type: "finished", stopped: true })).toEqual(
    ["loading", "stopping", "stopping", "finished"], // prettier-ignore
  );
  expect(walk("start", { type: "failed", failure: { kind: "download", detail: "" } })).toEqual(["loading", "idle"]);
  // A pause that the worker saw only after it had been told to go on.
  expect(walk("start", step, "pause", "continue", { type: "paused" }).at(-1)).toBe("running");
});

it("knows what the buttons do", () => {
  const states = ["idle", "loading", "running", "pausing", "paused", "stopping", "finished"] as const;
  expect(states.map(mainRequest)).toEqual(
    ["start", undefined, "pause", undefined, "continue", undefined, "start"], // prettier-ignore
  );
  expect(states.filter(canStop)).toEqual(["loading", "running", "pausing", "paused"]);
});
