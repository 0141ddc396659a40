import type { Mode } from "../workloads/workload.ts";

/** What is asked of a library's process. Answers come in the order of the questions. */
export type Request =
  | { readonly ask: "prepare"; readonly workload: string }
  | { readonly ask: "result" }
  | { readonly ask: "warmUp"; readonly mode: Mode; readonly milliseconds: number }
  | { readonly ask: "sample"; readonly mode: Mode; readonly calls: number }
  | { readonly ask: "end" };

/** What is told when it has started, and with each answer. */
export type Answer =
  | { readonly kind: "started"; readonly description: string }
  | { readonly kind: "done" }
  | { readonly kind: "result"; readonly data: Float32Array; readonly milliseconds: number }
  | { readonly kind: "time"; readonly milliseconds: number }
  | { readonly kind: "unsupported"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };
