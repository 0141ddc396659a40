import { expressionKey, rangeOf, type Affine, type Expression } from "@nn/backend";
import type { Local } from "../assembler/index.ts";
import type { Emitter } from "./emitter.ts";
import type { Frame } from "./frame.ts";

/** A part of an address: a multiple, in bytes, of an integer. */
interface Term {
  readonly key: string;
  readonly frame: Frame;
  readonly bytes: number;
  /** Leaves the integer on the stack. */
  readonly push: () => void;
}

/** Lane 0's position along the vector variable, as a term of an address. */
export interface LaneTerm {
  /** Elements for each step along the variable; a half where it is divided by 2. */
  readonly stride: number;
}

/**
 * Leaves the address of element `form` (and, with `lane`, `lane.stride` times the first lane's position beyond) behind
 * `pointer` on the stack, less the offset that is returned, which the instruction that follows adds.
 *
 * The sum is built up level by level, so that an inner loop adds only what changes in it.
 *
 * @param exact puts everything on the stack, so that the offset is 0
 */
export function pushAddress(
  emitter: Emitter,
  pointer: Local<"i32">,
  form: Affine,
  lane?: LaneTerm,
  exact = false,
): number {
  const bias = biasOf(emitter, form, lane, exact);
  const terms = form.terms.map((term) => termOf(emitter, term.atom, term.coefficient));
  if (lane && lane.stride !== 0) terms.push(laneTermOf(emitter, lane));
  terms.sort((a, b) => a.frame.depth - b.frame.depth || (a.key < b.key ? -1 : 1));
  pushSum(emitter, pointer, bias, terms);
  return 4 * (form.constant - bias);
}

/** The part of the constant that must be added to the base, so that neither it nor the rest is ever negative. */
function biasOf(emitter: Emitter, form: Affine, lane: LaneTerm | undefined, exact: boolean): number {
  if (exact) return form.constant;
  const { domain, lanes } = emitter.frame.scope;
  let minimum = 0;
  const include = (atom: Expression, coefficient: number): void => {
    const range = rangeOf(atom, domain);
    minimum += range ? coefficient * (coefficient > 0 ? range.minimum : range.maximum) : -Infinity;
  };
  form.terms.forEach(({ atom, coefficient }) => include(atom, coefficient));
  if (lane && lanes) include(lanes.variable, lane.stride);
  const bias = Math.ceil(Math.max(0, -minimum));
  return bias <= form.constant ? bias : form.constant;
}

function termOf(emitter: Emitter, atom: Expression, coefficient: number): Term {
  return {
    key: `${4 * coefficient}*${expressionKey(atom)}`,
    frame: emitter.place(atom),
    bytes: 4 * coefficient,
    push: () => emitter.push(atom, false),
  };
}

function laneTermOf(emitter: Emitter, { stride }: LaneTerm): Term {
  const { variable, position } = emitter.lanes!;
  return {
    key: `${4 * stride}*${expressionKey(variable)}`,
    frame: emitter.place(variable),
    bytes: 4 * stride,
    push: () => emitter.builder.get(position),
  };
}

function pushSum(emitter: Emitter, pointer: Local<"i32">, bias: number, terms: readonly Term[]): void {
  const { builder } = emitter;
  const last = terms.at(-1);
  if (!last) {
    if (bias === 0) return builder.get(pointer);
    let root = emitter.frame;
    while (root.parent) root = root.parent;
    return emitter.once(root, `address ${pointer.index}+${bias}`, "i32", () => {
      builder.get(pointer);
      builder.i32(4 * bias);
      builder.op("i32.add");
    });
  }
  const key = `address ${pointer.index}+${bias} ${terms.map((term) => term.key).join(" ")}`;
  emitter.once(last.frame, key, "i32", () => {
    pushSum(emitter, pointer, bias, terms.slice(0, -1));
    last.push();
    pushScaled(emitter, last.bytes);
    builder.op("i32.add");
  });
}

/** Multiplies the integer on the stack. */
function pushScaled({ builder }: Emitter, factor: number): void {
  if (factor === 1) return;
  const shift = Math.log2(factor);
  builder.i32(Number.isInteger(shift) ? shift : factor);
  builder.op(Number.isInteger(shift) ? "i32.shl" : "i32.mul");
}
