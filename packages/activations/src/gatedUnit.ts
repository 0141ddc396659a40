import { multiply, NNError, type Expression } from "@nn/backend";
import { Module } from "@nn/module";
import {
  applySingle,
  elementwise,
  floatOperands,
  formatShape,
  normalizeAxis,
  slice,
  type Operation,
  type Tensor,
} from "@nn/tensor";

/** Options of the gated linear units. */
export interface GatedUnitOptions {
  /** The axis that is halved; negative ones count from the end. Default: -1. */
  readonly axis?: number;
  /** The half that goes through the gate's function. Default: "second" for `glu`, "first" for the others. */
  readonly gate?: "first" | "second";
}

/** Value · activation(gate), for the operands value and gate. */
export function gatedOperation<Options = undefined>(
  name: string,
  activation: (gate: Expression, options: Options) => Expression,
): Operation<Options> {
  return elementwise(name, ([value, gate], options) => multiply(value!, activation(gate!, options)));
}

/** Applies a gated operation to the halves of x. */
export function applyGated<Options>(
  operation: Operation<Options>,
  x: Tensor,
  { axis = -1, gate = "first" }: GatedUnitOptions,
  options: Options,
): Tensor {
  const { name } = operation;
  const [input] = floatOperands(name, [x]);
  const along = normalizeAxis(name, axis, x.rank);
  if (gate !== "first" && gate !== "second") {
    throw new NNError("option", `${name}: expected gate to be "first" or "second", got ${String(gate)}`);
  }
  const size = x.shape[along]!;
  if (size % 2 !== 0) {
    throw new NNError("shape", `${name}: expected an even size along axis ${along}, got ${formatShape(x.shape)}`);
  }
  const half = (from: number): Tensor =>
    slice(
      input!,
      x.shape.map((_, position) => (position === along ? { start: from, end: from + size / 2 } : {})),
    );
  const halves = [half(0), half(size / 2)];
  return applySingle(operation, gate === "first" ? halves.reverse() : halves, options);
}

/** What the modules of gated linear units share. */
export abstract class GatedUnit extends Module {
  readonly axis: number;
  readonly gate: "first" | "second";

  constructor({ axis = -1, gate = "first" }: GatedUnitOptions = {}) {
    super();
    this.axis = axis;
    this.gate = gate;
  }

  protected override describe(): string {
    return `axis=${this.axis}`;
  }
}
