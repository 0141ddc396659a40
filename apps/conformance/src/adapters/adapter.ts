import type { Tensor } from "@nn/tensor";
import type { Case } from "../case.ts";
import type { CaseContext } from "./context.ts";

/** Results under the names that the case expects. */
export type Outputs = Readonly<Record<string, Tensor>>;

/** Says an operator of one source with the library's functions. */
export interface Adapter {
  /** The results, lazily. */
  run(context: CaseContext): Outputs | Promise<Outputs>;
  /** Why the library cannot run the case; `undefined` if it can. */
  leavesOut?(testCase: Case): string | undefined;
  /** Outputs that the library does not give, with the reason; the others are compared. */
  readonly withoutOutputs?: Readonly<Record<string, string>>;
}

/** Adapters under the names of their operators. */
export type Adapters = Readonly<Record<string, Adapter>>;

/** The adapters of a family of operators, under the names of the suites. */
export interface Family {
  readonly "torch-1.13"?: Adapters;
  readonly "onnx-node"?: Adapters;
  readonly "wpt-webnn"?: Adapters;
}
