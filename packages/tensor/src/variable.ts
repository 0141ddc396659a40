import { NNError } from "@nn/backend";
import { engineOf } from "./engine.ts";
import { formatShape, sameShape } from "./shape.ts";
import { Tensor } from "./tensor.ts";
import { isStored } from "./value.ts";

/**
 * A tensor that can be given other numbers: a parameter, a running statistic, an optimizer's state.
 *
 * What was computed from it before keeps the old numbers. The storage of the old ones is reused one step later.
 */
export class Variable extends Tensor {
  /** The gradients that `backward` collected since this was last cleared. */
  grad: Tensor | undefined = undefined;

  /** A variable that starts with the numbers of `initial`. */
  constructor(initial: Tensor, requiresGradient = false) {
    super(initial.backend, initial.value, requiresGradient);
    initial.value.holders++;
    engineOf(initial.backend).hold(initial);
    engineOf(initial.backend).want(initial.value);
  }

  /**
   * Gives the variable the numbers of `next`, lazily: they are computed with the next plan. A `next` that has not been
   * computed yet shares the variable's storage, so it can be read until the variable has been assigned twice more.
   *
   * @throws NNError `shape`, `dtype` or `backend` unless they match the variable's
   */
  assign(next: Tensor): void {
    if (next.backend !== this.backend) {
      throw new NNError(
        "backend",
        `assign: expected a tensor on the variable's backend, got one on ${next.backend.name}`,
      );
    }
    if (!sameShape(next.shape, this.shape) || next.dtype !== this.dtype) {
      const expected = `${this.dtype} ${formatShape(this.shape)}`;
      throw new NNError("shape", `assign: expected ${expected}, got ${next.dtype} ${formatShape(next.shape)}`);
    }
    if (next.value === this.value) return;
    const previous = this.value;
    this.value = next.value;
    const given = isStored(next.value);
    engineOf(this.backend).assign(previous, next.value);
    if (given) engineOf(this.backend).hold(next);
  }
}
