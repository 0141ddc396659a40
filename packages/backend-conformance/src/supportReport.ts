import type { Check, Direction } from "./check.ts";

/** What came of one check. */
export interface CheckResult {
  readonly check: Check;
  readonly status: Status;
  /** Why it was skipped, or how it failed. */
  readonly reason?: string;
}

export type Status = "passed" | "failed" | "skipped";

/** What came of all checks that have run so far. */
export interface Results {
  /** Of the backend, as it was given. */
  readonly name: string;
  readonly checks: readonly CheckResult[];
}

/** What a backend supports: plain data, for tables. */
export interface SupportReport {
  readonly backend: string;
  /** How many checks passed, failed and were skipped. */
  readonly counts: Readonly<Record<Status, number>>;
  /** The names of all operations, and how each direction went. A direction that an operation does not have is missing. */
  readonly operations: Readonly<Record<string, OperationSupport>>;
  /** What was not asked for, by reason. */
  readonly skipped: Readonly<Record<string, readonly string[]>>;
  /** What failed, and how. */
  readonly failed: Readonly<Record<string, string>>;
}

/** The worst status among the checks of each direction. */
export type OperationSupport = { readonly [D in Direction]?: Status };

/** Sums results up: which operations work forward, backward and twice backward, what was skipped and why. */
export function supportReport({ name, checks }: Results): SupportReport {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const operations: Record<string, { [D in Direction]?: Status }> = {};
  const skipped: Record<string, string[]> = {};
  const failed: Record<string, string> = {};
  for (const { check, status, reason = "" } of checks) {
    const title = `${check.group}: ${check.name}`;
    counts[status]++;
    if (status === "skipped") (skipped[reason] ??= []).push(title);
    if (status === "failed") failed[title] = reason;
    if (!check.covers) continue;
    const { operation, direction } = check.covers;
    const support = (operations[operation] ??= {});
    support[direction] = worse(support[direction], status);
  }
  return { backend: name, counts, operations, skipped, failed };
}

/** The report as text: counts, what was skipped by reason, what failed, and the table of operations. */
export function printSupport({ backend, counts, operations, skipped, failed }: SupportReport): string {
  const marks = { passed: "✓", failed: "✗", skipped: "–" };
  const mark = (status: Status | undefined): string => (status ? marks[status] : " ");
  const rows = Object.entries(operations).map(
    ([name, { forward, backward, doubleBackward }]) =>
      `${name.padEnd(24)} ${mark(forward)} ${mark(backward)} ${mark(doubleBackward)}`,
  );
  return [
    `${backend}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
    ...Object.entries(skipped).flatMap(([reason, names]) => [
      `skipped, since ${reason}:`,
      ...names.map((name) => `  ${name}`),
    ]),
    ...Object.entries(failed).map(([name, reason]) => `failed: ${name}: ${reason}`),
    ...(rows.length > 0 ? ["forward, backward, double backward:", ...rows] : []),
  ].join("\n");
}

function worse(a: Status | undefined, b: Status): Status {
  const order: readonly Status[] = ["failed", "skipped", "passed"];
  return order.find((status) => status === a || status === b)!;
}
