import { add, affine, index, simplify, visitExpressions, type Domain, type Expression, type Range } from "@nn/backend";
import { substitute } from "./coalesce.ts";
import type { Scope } from "./frame.ts";
import { usesAxis } from "./interior.ts";
import type { LoopKernel } from "./loopKernel.ts";
import type { Variant } from "./variant.ts";
import { isPolynomial } from "./vectorFunctions.ts";

/** Several neighbouring vectors of a row, whose addresses differ by constants that their instructions add. */
export interface Strip {
  /** What is known where the first of them is computed. */
  readonly scope: Scope;
  /** What the kernel is at each of the vectors, seen from the position of the first. */
  readonly kernels: readonly LoopKernel[];
  /** Whether their values are computed side by side before any is stored. */
  readonly sideBySide: boolean;
}

/** How many vectors are computed at a time. */
const vectors = 4;
/** The most values that a vector is computed from whose loop costs as much as its work. */
const shortValues = 8;

/**
 * Several vectors along `axis` where it is better to compute these at a time than one: where each takes so many
 * instructions, one waiting for the other, that a processor does not see the next vector before it is stuck with this
 * one, or so few that the loop costs as much. `undefined` where it is not.
 *
 * @param variant the kernel as it holds on that part
 */
export function stripOf({ kernel, scope }: Variant, axis: number, { minimum, maximum }: Range): Strip | undefined {
  if (kernel.leadingAxes === undefined && kernel.folds.some((fold) => fold !== undefined)) return undefined;
  const along = valuesAlong(kernel, axis);
  const sideBySide = along.some(isPolynomial);
  if (!sideBySide && along.length > shortValues) return undefined;
  if (maximum - minimum + 1 < 8 * vectors || !along.every((value) => isRegular(value, axis, scope.domain)))
    return undefined;
  const part = { minimum, maximum: maximum - 4 * (vectors - 1) };
  const domain = { ...scope.domain, index: scope.domain.index.map((range, at) => (at === axis ? part : range)) };
  const shifts = Array.from({ length: vectors }, (_, vector) => 4 * vector);
  return {
    scope: { ...scope, domain },
    sideBySide,
    kernels: shifts.map((by) => shifted(kernel, axis, by, domain)),
  };
}

/** What differs along an axis, but for its index, in the values that are stored. */
function valuesAlong({ outputs }: LoopKernel, axis: number): Expression[] {
  const values: Expression[] = [];
  const roots = outputs.flatMap(({ value, ofUnits }) => (ofUnits ? [] : [value]));
  visitExpressions(roots, (node) => {
    if (node.kind !== "index" && usesAxis(node, axis)) values.push(node);
  });
  return values;
}

/** Whether a value is no load, or one that is not tested along the axis and moves evenly with it. */
function isRegular(value: Expression, axis: number, domain: Domain): boolean {
  if (value.kind !== "load") return true;
  const [offset, ...tested] = value.coordinates;
  if (tested.some((coordinate) => usesAxis(coordinate, axis))) return false;
  return affine(offset!, domain).terms.every(({ atom }) => atom.kind === "index" || !usesAxis(atom, axis));
}

/** The kernel as it is so many positions further along the axis. */
function shifted(kernel: LoopKernel, axis: number, by: number, domain: Domain): LoopKernel {
  if (by === 0) return kernel;
  const indices = kernel.shape.map((_, at) => (at === axis ? add(index(axis), by) : undefined));
  const outputs = kernel.outputs.map(({ value, offset, ...rest }) => ({
    ...rest,
    value: kernel.sources.tighten(substitute(value, indices, []), domain),
    offset: simplify(substitute(offset, indices, []), domain),
  }));
  return { ...kernel, outputs };
}
