import { interpreter } from "@nn/backend";
import { describe, expect, it } from "vitest";
import { checks } from "./checks.ts";
import { arithmeticFaults, deviceFaults, faulty, type Fault } from "./fixtures.ts";
import { runChecks, type CreateBackend } from "./runChecks.ts";
import { supportReport } from "./supportReport.ts";

const faults = Object.entries({ ...arithmeticFaults, ...deviceFaults });

/** The group of the check with this name. */
function groupOf(name: string): string {
  const { group } = checks.find((check) => check.name === name)!;
  return group;
}

/** What fails in one group of checks. */
async function failures(create: CreateBackend, group: string): Promise<readonly string[]> {
  const results = await runChecks("faulty", create, { filter: (check) => check.group === group });
  return Object.keys(supportReport(results).failed);
}

describe("a backend without faults", () => {
  it.each([...new Set(faults.map(([, { seenBy }]) => groupOf(seenBy)))])("passes the checks of %s", async (group) => {
    expect(await failures(() => faulty({ seenBy: "", changes: () => ({}) }), group)).toEqual([]);
  });
});

describe("a fault is seen", () => {
  it.each(faults)("where a backend %s", async (_, fault: Fault) => {
    const group = groupOf(fault.seenBy);
    expect(await failures(() => faulty(fault), group)).toContain(`${group}: ${fault.seenBy}`);
  });

  it("where two backends are the same one", async () => {
    const shared = interpreter();
    expect(await failures(() => shared, "several backends")).toContain(
      "several backends: one goes on after another was disposed of",
    );
  });
});
