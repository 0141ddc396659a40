import {
  addAffine,
  affine,
  domainOf,
  fromAffine,
  isLinear,
  maximum,
  minimum,
  rangeOf,
  rewrite,
  type Domain,
  type Expression,
  type Fold,
  type Kernel,
  type Load,
} from "@nn/backend";
import { neutral } from "./neutral.ts";

/**
 * The kernel with padded windows whose elements are read at the nearest place inside, where a maximum or minimum over
 * them stays the same: each window reaches into the input along every axis, its elements are neighbours, and what lies
 * outside never wins. The nearest place then is another element of the same window, and counting that twice changes
 * nothing. It takes fewer operations than a choice between four elements and the padding.
 */
export function clampWindows(kernel: Kernel): Kernel {
  return { ...kernel, folds: kernel.folds.map((fold) => clampWindow(kernel, fold)) };
}

/** An expression without those bounds of indices that it never reaches. */
export function withoutIdleBounds(root: Expression, domain: Domain): Expression {
  return rewrite(root, (node) => {
    if (node.kind !== "binary" || (node.operator !== "maximum" && node.operator !== "minimum")) return undefined;
    const [value, bound] = [rangeOf(node.left, domain), rangeOf(node.right, domain)];
    if (!value || !bound) return undefined;
    const isIdle = node.operator === "maximum" ? value.minimum >= bound.maximum : value.maximum <= bound.minimum;
    return isIdle ? node.left : undefined;
  });
}

function clampWindow(kernel: Kernel, fold: Fold): Fold {
  const { operator, body, extents } = fold;
  if ((operator !== "max" && operator !== "min") || body.kind !== "load" || body.outside === undefined) return fold;
  if (!Object.is(body.outside, neutral(fold))) return fold;
  const coordinates = clampedCoordinates(body, kernel.inputs[body.input]!.shape, extents, domainOf(kernel, fold));
  if (!coordinates) return fold;
  const { kind, dtype, input } = body;
  return { ...fold, body: { kind, dtype, input, coordinates } };
}

/** Coordinates within `shape`; `undefined` unless each is of another element of the same window. */
function clampedCoordinates(
  { coordinates }: Load,
  shape: readonly number[],
  extents: readonly number[],
  domain: Domain,
): Expression[] | undefined {
  const clamped: Expression[] = [];
  const used = new Set<number>();
  for (const [axis, coordinate] of coordinates.entries()) {
    const last = shape[axis]! - 1;
    const form = affine(coordinate, domain);
    const taps = form.terms.filter(({ atom }) => atom.kind === "foldIndex");
    const range = rangeOf(coordinate, domain);
    if (!isLinear(form) || taps.length > 1 || !range) return undefined;
    const isInside = range.minimum >= 0 && range.maximum <= last;
    for (const { atom, coefficient } of taps) {
      if (atom.kind !== "foldIndex" || used.has(atom.axis)) return undefined;
      used.add(atom.axis);
      if (isInside) continue;
      const start = rangeOf(fromAffine(addAffine(form, { constant: 0, terms: taps }, -1)), domain);
      const reachesInside = start && start.minimum + extents[atom.axis]! > 0 && start.maximum <= last;
      if (coefficient !== 1 || !reachesInside) return undefined;
    }
    if (taps.length === 0 && !isInside) return undefined;
    clamped.push(isInside ? coordinate : maximum(minimum(coordinate, last), 0));
  }
  return clamped;
}
