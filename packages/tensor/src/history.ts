import type { Operation } from "./operation.ts";
import type { Tensor } from "./tensor.ts";

/** How a tensor came about: what reverse-mode differentiation walks along. */
export interface History {
  readonly operation: Operation<never>;
  readonly inputs: readonly Tensor[];
  /** All outputs of the call, as they were given to the caller. */
  outputs: readonly Tensor[];
  /** The gradients of the inputs for those of the outputs; an absent one is zero. */
  readonly gradient: (upstream: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[];
}

let recording = true;

/** Whether operations record their history now. */
export function isRecording(): boolean {
  return recording;
}

/**
 * Runs `body` without recording history: its results have no gradients. For evaluation and for updates of parameters.
 *
 * @param body must be synchronous; what runs after an `await` in it is recorded again
 *
 * @example
 * ```ts
 * const x = tensor([1], { backend, requiresGradient: true });
 * noGrad(() => square(x)).requiresGradient; // false
 * ```
 */
export function noGrad<Result>(body: () => Result): Result {
  const before = recording;
  recording = false;
  try {
    return body();
  } finally {
    recording = before;
  }
}
