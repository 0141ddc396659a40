import type { Outcome, Result } from "./run.ts";

/** How many results there are of each kind. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly leftOut: number;
}

export function count(results: readonly Result[]): Counts {
  const ofKind = (kind: Outcome["kind"]): number => results.filter(({ outcome }) => outcome.kind === kind).length;
  return { passed: ofKind("passed"), failed: ofKind("failed"), leftOut: ofKind("left out") };
}

/** Whether something ran and nothing failed. An omission without a reason is a failure. */
export function succeeded(results: readonly Result[]): boolean {
  const { passed, failed } = count(results);
  return passed > 0 && failed === 0;
}

/** Everything there is to say: a table, what was left out and why, what failed and how, and the counts. */
export function report(results: readonly Result[]): string {
  const { passed, failed, leftOut } = count(results);
  return [
    ...table(results),
    ...reasons(results),
    ...failures(results),
    "",
    `conformance: ${passed} passed, ${failed} failed, ${leftOut} left out`,
  ].join("\n");
}

/** One row for each suite and for each operator of which something ran, one column for each target. */
function table(results: readonly Result[]): string[] {
  const targets = [...new Set(results.map(({ target }) => target))];
  const rows = [...groupBy(results, ({ case: { suite } }) => suite)].flatMap(([suite, ofSuite]) => {
    const row = (title: string, of: readonly Result[]): string[] => [
      title,
      ...targets.map((target) => cell(of.filter((result) => result.target === target))),
    ];
    const operators = [...groupBy(ofSuite, ({ case: { operator } }) => operator)];
    const ran = operators.filter(([, of]) => of.some(({ outcome }) => outcome.kind !== "left out"));
    return [row(suite, ofSuite), ...ran.map(([operator, of]) => row(`  ${operator}`, of))];
  });
  return aligned([["passed / failed / left out", ...targets], ...rows]);
}

function cell(results: readonly Result[]): string {
  const { passed, failed, leftOut } = count(results);
  if (results.length === 0) return "";
  return `${passed || "·"} / ${failed > 0 ? `${failed} ✗` : "·"} / ${leftOut || "·"}`;
}

/** Every reason for leaving something out, with the number of cases of each operator. */
function reasons(results: readonly Result[]): string[] {
  const omissions = results.flatMap(({ case: { suite, name, operator }, outcome }) => {
    if (outcome.kind === "failed") return [];
    const found = outcome.kind === "left out" ? [outcome.reason] : outcome.without;
    return found.map((reason) => ({ reason, suite, operator, name }));
  });
  const lines = [...groupBy(omissions, ({ reason }) => reason)].flatMap(([reason, because]) => [
    `  ${reason}`,
    ...[...groupBy(because, ({ suite }) => suite)].map(([suite, ofSuite]) => {
      const operators = [...groupBy(ofSuite, ({ operator }) => operator)].map(
        ([operator, of]) => `${operator} ${new Set(of.map(({ name }) => name)).size}`,
      );
      return `    ${suite}: ${operators.join(", ")}`;
    }),
  ]);
  return lines.length === 0 ? [] : ["", "Left out", ...lines];
}

function failures(results: readonly Result[]): string[] {
  const lines = results.flatMap(({ case: { suite, name }, target, outcome }) =>
    outcome.kind === "failed" ? [`  ✗ ${suite} ${name} on ${target}: ${outcome.message}`] : [],
  );
  return lines.length === 0 ? [] : ["", "Failed", ...lines];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)))
      .join("   ")
      .trimEnd(),
  );
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
