import { prepareChecks, type ConformanceOptions, type CreateBackend, type PreparedCheck } from "./runChecks.ts";
import type { Results } from "./supportReport.ts";

/** What a test runner gives: vitest, `node:test`, Jest and others have both. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: {
    (name: string, body: () => Promise<void>): unknown;
    readonly skip: (name: string, body: () => Promise<void>) => unknown;
  };
}

/**
 * Declares one test for each check that every backend must pass. What the backend's capabilities exclude is skipped, with
 * the reason in the test's name.
 *
 *     await testBackend("mine", () => mine(), { describe, it });
 *
 * @param name for people: the tests' and the report's title
 * @param create makes a backend; it is called several times
 * @param options the test runner's `describe` and `it`, and what the backend says of itself
 * @returns the results, which fill while the tests run; see {@link supportReport}
 */
export async function testBackend(
  name: string,
  create: CreateBackend,
  options: TestRunner & ConformanceOptions,
): Promise<Results> {
  const { describe, it, knownDefects = {} } = options;
  const { prepared, results } = await prepareChecks(name, create, options);
  const groups = new Map<string, PreparedCheck[]>();
  for (const each of prepared) {
    const { group } = each.check;
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  describe(`${name} conforms`, () => {
    for (const [group, members] of groups) {
      describe(group, () => {
        for (const { check, reason, run } of members) {
          const defect = knownDefects[check.name];
          if (reason !== undefined) it.skip(`${check.name} (${reason})`, run);
          else if (defect === undefined) it(check.name, run);
          else it(`${check.name} (known defect: ${defect})`, () => expectFailure(run));
        }
      });
    }
  });
  return results;
}

async function expectFailure(run: () => Promise<void>): Promise<void> {
  const failed = await run().then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error("the check passes now: take it out of knownDefects");
}
