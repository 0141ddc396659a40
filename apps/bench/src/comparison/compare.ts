import { checkedSteps } from "../peers/peer.ts";
import type { Workload } from "../workloads/workload.ts";
import { faultOf } from "./check.ts";
import type { Contestant } from "./contestant.ts";
import { measureByTurns, type Effort } from "./measureByTurns.ts";
import type { Cell, Row } from "./report.ts";

/** One workload in all libraries: prepared, checked one after the other, measured by turns. Ours comes first. */
export async function compare(workload: Workload, contestants: readonly Contestant[], effort: Effort): Promise<Row[]> {
  const ready: Contestant[] = [];
  const slow = new Set<Contestant>();
  const cells: Cell[] = [];
  let ours: Float32Array | undefined;
  const calls = workload.kind === "training" ? checkedSteps : 1;
  for (const contestant of contestants) {
    const library = contestant.name;
    const prepared = await contestant.ask({ ask: "prepare", workload: workload.name });
    const result = prepared.kind === "done" ? await contestant.ask({ ask: "result" }) : prepared;
    if (result.kind !== "result") {
      if ("reason" in result) cells.push({ library, kind: result.kind, reason: result.reason });
      continue;
    }
    ours ??= result.data;
    const fault = faultOf(workload, result.data, ours);
    if (fault !== undefined) {
      cells.push({ library, kind: "wrong", reason: fault });
      continue;
    }
    if (result.milliseconds / calls > effort.slow) slow.add(contestant);
    ready.push(contestant);
  }
  const rows: Row[] = [];
  for (const mode of workload.modes.filter((mode) => effort.modes.includes(mode))) {
    const measured = await measureByTurns(ready, mode, effort, slow);
    rows.push({ workload: workload.name, title: workload.title, mode, cells: [...cells, ...measured] });
  }
  for (const contestant of contestants) await contestant.ask({ ask: "end" });
  return rows;
}
