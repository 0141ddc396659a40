import { interpreter, type Backend } from "@nn/backend";
import { missing, type Check, type CheckContext } from "./check.ts";
import { checks } from "./checks.ts";
import type { CheckResult, Results } from "./supportReport.ts";
import { tolerancesWith, type DeclaredTolerances } from "./tolerance.ts";

/** Makes the backend under test. It is called several times: backends that are alive at once must not disturb each other. */
export type CreateBackend = () => Backend | Promise<Backend>;

/** What a backend says of itself beyond its capabilities. */
export interface ConformanceOptions {
  /**
   * Wider bounds, with the errors that were measured: `{ power: { relative: 2e-5 } }`. Names are those of formula
   * operators, of directions, or of operations; see `tolerance.ts`. Default: none.
   */
  readonly tolerances?: DeclaredTolerances;
  /**
   * `"carried"`: the device under test keeps infinities and NaN although the backend does not promise it, so check them.
   * Default: as `capabilities.nonFinite` says.
   */
  readonly nonFinite?: "carried";
  /** How many kernels at random to run. Default: 100. */
  readonly randomKernels?: number;
  /**
   * Checks that fail as yet, by name, and why. `testBackend` runs them, expects that they fail, and says when they no longer do; in
   * the results they have failed. Default: none.
   */
  readonly knownDefects?: Readonly<Record<string, string>>;
  /** Which checks to run. Default: all. */
  readonly filter?: (check: Check) => boolean;
}

/** A check with the backend that it shall run on. */
export interface PreparedCheck {
  readonly check: Check;
  /** Why it is skipped. */
  readonly reason: string | undefined;
  /** Runs it, and notes the result. @throws what the check throws */
  readonly run: () => Promise<void>;
}

/** Makes the backend, decides what it is asked for, and collects what comes of it. */
export async function prepareChecks(
  name: string,
  create: CreateBackend,
  options: ConformanceOptions = {},
): Promise<{ readonly prepared: readonly PreparedCheck[]; readonly results: Results; readonly backend: Backend }> {
  const [backend, reference] = [await create(), await interpreter({ name: "reference" })];
  const { capabilities } = backend;
  const ieee = capabilities.nonFinite === "ieee";
  const { tolerances = {}, randomKernels = 100 } = options;
  const base = { backend, reference, tolerances: tolerancesWith(tolerances), randomKernels, ieee };
  const noted: CheckResult[] = [];
  const prepared = checks.filter(options.filter ?? (() => true)).map((check): PreparedCheck => {
    const readsSync = backend.readSync !== undefined;
    const reason = missing(check.requires, capabilities, readsSync, ieee || options.nonFinite === "carried");
    if (reason !== undefined) noted.push({ check, status: "skipped", reason });
    const run = async (): Promise<void> => {
      try {
        await runCheck(check, base, create);
        noted.push({ check, status: "passed" });
      } catch (error) {
        noted.push({ check, status: "failed", reason: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    };
    return { check, reason, run };
  });
  return { prepared, results: { name, checks: noted }, backend };
}

/** Runs the checks without a test runner; a check that fails is in the results, and throws nothing. */
export async function runChecks(
  name: string,
  create: CreateBackend,
  options: ConformanceOptions = {},
): Promise<Results> {
  const { prepared, results, backend } = await prepareChecks(name, create, options);
  for (const { reason, run } of prepared) {
    if (reason === undefined) await run().catch(() => undefined);
  }
  backend.dispose();
  return results;
}

/** Runs one check, and disposes of the backends that it made. */
async function runCheck(check: Check, base: Omit<CheckContext, "create">, create: CreateBackend): Promise<void> {
  const made: Backend[] = [];
  const createOne = async (): Promise<Backend> => {
    const backend = await create();
    made.push(backend);
    return backend;
  };
  try {
    await check.run({ ...base, create: createOne });
  } finally {
    made.forEach((backend) => backend.dispose());
  }
}
