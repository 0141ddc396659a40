import type { Phase } from "./program.ts";

/** Runs phases on the calling thread alone. */
export function runAlone(phases: readonly Phase[]): void {
  for (const phase of phases) {
    if (!phase.routine) {
      phase.run();
      continue;
    }
    const { routine, values, tasks } = phase;
    for (let task = 0; task < tasks; task++) routine.run(values, task, 0);
  }
}
