import { affine, coefficientOf, visitExpressions, type Expression, type Range } from "@nn/backend";
import { interiorOf } from "./interior.ts";
import { domainWithin, sizeOf, type LoopFold, type LoopKernel } from "./loopKernel.ts";

/** How the loops over a kernel's shape are run. */
export interface Schedule {
  /** The axis whose positions are computed four at a time; always the last. `undefined`: one at a time. */
  readonly vectorAxis: number | undefined;
  /** The part of the vector axis where no bounds need testing; may be empty. */
  readonly interior: Range;
  /** Whether positions on the interior start at even numbers, which lets quotients by 2 be loaded at once. */
  readonly even: boolean;
  /** How many axes, from the first, make up the units that the host counts. */
  readonly leadingAxes: number;
  /** How many units there are. */
  readonly units: number;
  /** Whether the host may split the vector axis too. */
  readonly splitsColumns: boolean;
  /** How many units, or columns of one unit, make a call. */
  readonly chunk: number;
}

/** @param chunkElements the work of one call, in elements */
export function scheduleOf(kernel: LoopKernel, chunkElements: number): Schedule {
  const { shape } = kernel;
  const last = shape.length - 1;
  const vectorAxis = last >= 0 && shape[last]! >= 4 && !prefersFoldAxis(kernel, last) ? last : undefined;
  const folds = kernel.folds.filter((fold) => fold !== undefined);
  const columnChunk = Math.max(4, chunkElements);
  const splitsColumns =
    vectorAxis !== undefined && folds.length === 0 && kernel.leadingAxes === undefined && shape[last]! > columnChunk;
  const work = Math.max(1, ...folds.map(({ extents }) => sizeOf(extents)));
  const innermost = vectorAxis === undefined ? shape.length : last;
  let leadingAxes = kernel.leadingAxes ?? 0;
  const share = chunkElements / 8;
  while (
    kernel.leadingAxes === undefined &&
    leadingAxes < innermost &&
    work * sizeOf(shape.slice(leadingAxes)) > share
  ) {
    leadingAxes++;
  }
  const interior = vectorAxis === undefined ? { minimum: 0, maximum: -1 } : interiorOf(kernel, vectorAxis);
  const even = vectorAxis !== undefined && halves(kernel, vectorAxis);
  return {
    vectorAxis,
    interior: even ? evenPart(interior) : interior,
    even,
    leadingAxes,
    units: sizeOf(shape.slice(0, leadingAxes)),
    splitsColumns,
    chunk: splitsColumns ? columnChunk : Math.max(1, Math.floor(chunkElements / workOfUnit(kernel, leadingAxes, work))),
  };
}

/** Elements that a unit takes: folds are computed at each of its positions, or once where units are settled. */
function workOfUnit({ shape, leadingAxes }: LoopKernel, axes: number, work: number): number {
  const positions = sizeOf(shape.slice(axes));
  return leadingAxes === undefined ? work * positions : work + positions;
}

function evenPart({ minimum, maximum }: Range): Range {
  const start = minimum + (minimum & 1);
  return { minimum: start, maximum: maximum - ((maximum + 1 - start) & 1) };
}

/** Whether something along `axis` is divided by 2. */
function halves(kernel: LoopKernel, axis: number): boolean {
  let found = false;
  const roots = [...kernel.outputs.map(({ value }) => value), ...kernel.folds.flatMap((fold) => fold?.body ?? [])];
  visitExpressions(roots, (expression) => {
    if (expression.kind !== "binary" || expression.operator !== "floorDivide" || expression.dtype !== "int32") return;
    if (expression.right.kind !== "constant" || expression.right.value !== 2) return;
    visitExpressions([expression.left], (node) => {
      if (node.kind === "index" && node.axis === axis) found = true;
    });
  });
  return found;
}

/**
 * Whether folds that differ along the last axis had better be vectorised over their own last axis: where that is the
 * one along which memory is contiguous.
 */
function prefersFoldAxis(kernel: LoopKernel, axis: number): boolean {
  let overOutput = 0;
  let overFold = 0;
  for (const fold of kernel.folds) {
    if (!fold || fold.sequential) continue;
    const weight = sizeOf(fold.extents);
    overOutput += weight * loadCost(kernel, fold, "index", axis);
    overFold += weight * loadCost(kernel, fold, "foldIndex", fold.extents.length - 1) + 20;
  }
  return overFold < overOutput;
}

function loadCost(kernel: LoopKernel, fold: LoopFold, kind: "index" | "foldIndex", axis: number): number {
  const domain = domainWithin(kernel, fold);
  const size = (kind === "index" ? kernel.shape : fold.extents)[axis]!;
  let cost = 0;
  visitExpressions([fold.body], (expression) => {
    if (expression.kind !== "load") return;
    const form = affine(expression.coordinates[0]!, domain);
    const opaque = form.terms.some(
      ({ atom }) => atom.kind !== "index" && atom.kind !== "foldIndex" && uses(atom, kind, axis),
    );
    const stride = Math.abs(coefficientOf(form, kind, axis));
    cost += opaque ? 6 : stride <= 1 ? 1 : stride === 2 ? 1.5 : 4;
    if (kind === "index" && stride > 64) cost += 8;
  });
  return (Math.max(cost, 0.1) * Math.max(4, size)) / size;
}

function uses(root: Expression, kind: "index" | "foldIndex", axis: number): boolean {
  let found = false;
  visitExpressions([root], (node) => {
    if (node.kind === kind && node.axis === axis) found = true;
  });
  return found;
}
