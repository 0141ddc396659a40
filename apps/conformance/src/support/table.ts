import { checks, type Direction, type Status, type SupportReport } from "@nn/backend-conformance";

const directions: readonly Direction[] = ["forward", "backward", "doubleBackward"];
const marks: Readonly<Record<Status, string>> = { passed: "●", failed: "×", skipped: "○" };

/** The document: for each family, a table of its operations, with a mark for each direction on each backend. */
export function supportDocument(reports: readonly SupportReport[]): string {
  const counts = reports.map(({ backend, counts }) => `${backend} ${counts.passed} of ${sum(Object.values(counts))}`);
  return [
    "# What is supported",
    "Written by `pnpm support`, which runs the operations' checks of `@nn/backend-conformance` on each backend: every",
    "float32 result, gradient and gradient of a gradient is compared with what the interpreter computes in float64. Nothing",
    "here is typed by hand.",
    "",
    `Checks that passed: ${counts.join(", ")}.`,
    "",
    "Each backend has three marks: forward, backward, and double backward (gradients of gradients).",
    "",
    "| mark | meaning |",
    "| ---- | ------- |",
    "| ● | it agrees within the bounds of the suite |",
    "| × | it does not |",
    "| ○ | the backend declares that it lacks what the operation needs |",
    "| · | the operation has no such gradient |",
    ...families(reports).flatMap(([family, operations]) => ["", ...tableOf(family, operations, reports)]),
    "",
    ...remarks(reports),
  ].join("\n");
}

/** The operations of each family, in the order of the suite; each in the first that it occurs in. */
function families(reports: readonly SupportReport[]): [string, string[]][] {
  const known = new Map<string, Set<string>>();
  const isElsewhere = (family: string, operation: string): boolean =>
    [...known].some(([other, operations]) => other !== family && operations.has(operation));
  for (const { group, covers } of checks) {
    if (!covers || !reports.some(({ operations }) => covers.operation in operations)) continue;
    const family = group.replace("operations/", "");
    if (isElsewhere(family, covers.operation)) continue;
    known.set(family, (known.get(family) ?? new Set()).add(covers.operation));
  }
  return [...known].map(([family, operations]) => [family, [...operations]]);
}

function tableOf(family: string, operations: readonly string[], reports: readonly SupportReport[]): string[] {
  const rows = operations.map((operation) => {
    const cells = reports.map((report) => marksOf(report, operation));
    return `| \`${operation}\` | ${cells.join(" | ")} |`;
  });
  const head = `| ${[family, ...reports.map(({ backend }) => backend)].join(" | ")} |`;
  return [`## ${family}`, "", head, `| ${[family, ...reports].map(() => "---").join(" | ")} |`, ...rows];
}

function marksOf({ operations }: SupportReport, operation: string): string {
  const support = operations[operation];
  return directions.map((direction) => (support?.[direction] ? marks[support[direction]] : "·")).join(" ");
}

/** What failed or was not asked for, and why. */
function remarks(reports: readonly SupportReport[]): string[] {
  return reports.flatMap(({ backend, failed, skipped }) => [
    ...Object.entries(failed).map(([check, reason]) => `- ${backend}, ${check}: ${reason}`),
    ...Object.entries(skipped).map(([reason, names]) => `- ${backend}: ${reason}, so ${names.join("; ")} did not run.`),
  ]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
