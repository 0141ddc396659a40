import type { Library, WorkloadName } from "./workloads.ts";

/** What the page offers to the program that drives it, as `globalThis.benchmarks`. */
export interface PageBenchmarks {
  /** Milliseconds from numbers on the host to the first result on the host. Once in the life of a page. */
  first(library: Library, name: WorkloadName): Promise<number>;
  /** Both libraries by turns. */
  compare(name: WorkloadName, rounds: number): Promise<Comparison>;
}

/** Milliseconds of both libraries, one number for each measurement. */
export interface Comparison {
  /** One operation, its result read. */
  readonly calls: Readonly<Record<Library, readonly number[]>>;
  /** One operation of many, of which only the last result is read. */
  readonly amortised: Readonly<Record<Library, readonly number[]>>;
  /** Between results, in proportion to the largest number. */
  readonly difference: number;
}

/** One row of the table. */
export interface Row extends Partial<Comparison> {
  readonly name: WorkloadName;
  readonly first?: Readonly<Record<Library, readonly number[]>>;
  /** Why there is no comparison. */
  readonly error?: string;
}

/** Everything measured with one renderer. */
export interface RendererReport {
  readonly renderer: "swiftshader" | "llvmpipe";
  /** As WebGL names it. */
  readonly description: string;
  readonly browser: string;
  readonly rows: readonly Row[];
}
