import type { Backend, Capabilities, DType } from "@nn/backend";
import type { Tolerances } from "./tolerance.ts";

/**
 * One thing that every backend must do: a function that throws where it does not. It knows no test runner, so that
 * `testBackend` can wrap it, `runChecks` can call it, and faults can be looked for by program.
 */
export interface Check {
  /** What it belongs to: `storage`, `formulas`, `operations/pooling`, … */
  readonly group: string;
  readonly name: string;
  readonly requires: Requirements;
  /** For checks of an operation: which one, and which way through it. */
  readonly covers?: Coverage;
  readonly run: (context: CheckContext) => void | Promise<void>;
}

/** What a check of an operation says about support. */
export interface Coverage {
  /** The name of the function or class, as users call it. */
  readonly operation: string;
  readonly direction: Direction;
}

/** The ways through an operation. */
export type Direction = "forward" | "backward" | "doubleBackward";

/** What a check cannot do without. Everything else has to work on every backend. */
export interface Requirements {
  /** Element types that it stores. Default: float32 only. */
  readonly dtypes?: readonly DType[];
  /** Infinities and NaN behave as IEEE 754 says. Default: it stays away from them. */
  readonly nonFinite?: true;
  /** It reads at once. */
  readonly readSync?: true;
  readonly inputs?: number;
  readonly outputs?: number;
}

/** What a check works with. */
export interface CheckContext {
  /** The backend under test, which all checks share. */
  readonly backend: Backend;
  /** Makes another one, which is disposed of after the check. */
  readonly create: () => Promise<Backend>;
  /** The interpreter, which is right by definition. */
  readonly reference: Backend;
  readonly tolerances: Tolerances;
  /** How many kernels at random are run. */
  readonly randomKernels: number;
  /**
   * Whether the backend promises IEEE 754: then zeros have their sign, and subnormal numbers are kept. Otherwise either
   * may be lost.
   */
  readonly ieee: boolean;
}

/** Makes a check. */
export function check(
  group: string,
  name: string,
  run: (context: CheckContext) => void | Promise<void>,
  requires: Requirements = {},
): Check {
  return { group, name, requires, run };
}

/** Why a backend is not asked for something, in words; `undefined` where it is. */
export function missing(
  { dtypes = ["float32"], nonFinite, readSync, inputs = 1, outputs = 1 }: Requirements,
  capabilities: Capabilities,
  readsSync: boolean,
  carriesNonFinite: boolean,
): string | undefined {
  const lacking = dtypes.filter((dtype) => !capabilities.dtypes.has(dtype));
  if (lacking.length > 0) return `capabilities.dtypes lacks ${lacking.join(", ")}`;
  if (nonFinite && !carriesNonFinite) return `capabilities.nonFinite is "${capabilities.nonFinite}"`;
  if (readSync && !readsSync) return "there is no readSync";
  if (inputs > capabilities.maximumInputs) return `capabilities.maximumInputs is ${capabilities.maximumInputs}`;
  if (outputs > capabilities.maximumOutputs) return `capabilities.maximumOutputs is ${capabilities.maximumOutputs}`;
  return undefined;
}
