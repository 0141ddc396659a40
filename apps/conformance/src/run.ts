import type { Adapters } from "./adapters/adapter.ts";
import { unsupported, type Target } from "./adapters/context.ts";
import type { Case } from "./case.ts";
import { checkCase } from "./check.ts";

/** How a case ended. Whatever is left out has a reason; what has none is a failure. */
export type Outcome =
  | {
      readonly kind: "passed";
      /** Outputs that were not compared, with the reason. */ readonly without: readonly string[];
    }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "left out"; readonly reason: string };

/** What the library has for the operators of each suite. */
export interface Coverage {
  readonly adapters: Readonly<Record<string, Adapters>>;
  /** Why an operator without an adapter has none. */
  readonly missing: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How a case ended on one target. */
export interface Result {
  readonly case: Pick<Case, "suite" | "operator" | "name">;
  /** The target's name. */
  readonly target: string;
  readonly outcome: Outcome;
}

/** Suites whose expected numbers have the precision of float64. */
const preciseSuites: readonly string[] = ["torch-1.13"];

/** Runs every case on every target; on those in float64, the cases that have the precision for it. */
export async function runAll(
  cases: readonly Case[],
  targets: readonly Target[],
  coverage: Coverage,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const target of targets) {
    for (const testCase of cases) {
      if (target.precision === "float64" && !preciseSuites.includes(testCase.suite)) continue;
      const { suite, operator, name } = testCase;
      const outcome = await runCase(testCase, target, coverage);
      results.push({ case: { suite, operator, name }, target: target.name, outcome });
    }
  }
  return results;
}

/** Runs a case if there is an adapter for it. */
export async function runCase(testCase: Case, target: Target, coverage: Coverage): Promise<Outcome> {
  const { suite, operator, inputs, expected } = testCase;
  const reason = coverage.missing[suite]?.[operator];
  const adapter = coverage.adapters[suite]?.[operator];
  if (!adapter) {
    if (reason !== undefined) return { kind: "left out", reason };
    return { kind: "failed", message: `nothing runs ${operator}, and nothing says why` };
  }
  const omissions = [...inputs, ...expected].map((tensor) => unsupported(target, tensor));
  const leftOut = omissions.find((omission) => omission !== undefined) ?? adapter.leavesOut?.(testCase);
  if (leftOut !== undefined) return { kind: "left out", reason: leftOut };
  try {
    const { differences, without } = await checkCase(testCase, target, adapter);
    return differences.length > 0 ? { kind: "failed", message: differences.join("; ") } : { kind: "passed", without };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
