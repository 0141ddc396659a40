import type { MachineLimits } from "../machine/limits.ts";
import type { PeerName } from "../peers/index.ts";
import type { Mode } from "../workloads/workload.ts";

/** Everything that was measured. */
export interface Report {
  readonly machine: MachineLimits;
  readonly libraries: readonly Library[];
  readonly rows: readonly Row[];
}

export interface Library {
  readonly name: PeerName;
  readonly description: string;
  /** Otherwise the description says why not. */
  readonly started: boolean;
}

export interface Row {
  readonly workload: string;
  readonly title: string;
  readonly mode: Mode;
  readonly cells: readonly Cell[];
}

/** One library's part in one row. */
export type Cell =
  /** Milliseconds of a call, one number for each sample. */
  | { readonly library: PeerName; readonly kind: "measured"; readonly samples: readonly number[] }
  /** The library has no such operation. */
  | { readonly library: PeerName; readonly kind: "unsupported"; readonly reason: string }
  | { readonly library: PeerName; readonly kind: "failed"; readonly reason: string }
  /** The result is not ours: it was not measured. */
  | { readonly library: PeerName; readonly kind: "wrong"; readonly reason: string };
