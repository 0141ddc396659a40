import {
  add,
  and,
  basisOf,
  constant,
  flatOffset,
  floorDivide,
  greaterEqual,
  index,
  isLinear,
  less,
  modulo,
  multiply,
  overBasis,
  rangeOf,
  select,
  vectorOf,
  type Combination,
  type Contraction,
  type Domain,
  type Expression,
  type Kernel,
  type Loop,
} from "@nn/backend";
import { sizeOf } from "../layout.ts";

/** One texel of an operand, relative to where the loops are: `texel` texels on, component `component`. */
export interface Spot {
  readonly texel: number;
  readonly component: number;
}

/**
 * Where one factor lies in a texture.
 *
 * `along: "block"`: a texel has the factor for four neighbours of the blocked loop. `along: "depth"`: it has four steps
 * of the innermost loop, and neighbours of the blocked loop are `step` texels apart.
 */
export interface Operand {
  /** The number of an input that is read in place, or the kernel that computes the factor into a texture first. */
  readonly source: number | Kernel;
  readonly along: "block" | "depth";
  readonly base: number;
  /** For each loop: how many texels one turn is; 0 for the blocked loop, and for the innermost one where `spots` is. */
  readonly strides: readonly number[];
  /** Texels from one neighbour to the next along "depth", from one group to the next along "block". */
  readonly step: number;
  /** For positions of the innermost loop: where the four neighbours begin. Only where the two loops overlap. */
  readonly spots: ((position: number) => Spot) | undefined;
}

/** How the loops of a contraction are used. */
export interface Blocking {
  readonly contraction: Contraction;
  readonly loops: readonly Loop[];
  /** Sizes of the loops; that of the innermost one may be rounded up, and what is added counts as 0. */
  readonly sizes: readonly number[];
  /** The position among the loops of the innermost one. */
  readonly innermost: number;
}

/** A factor that is one unconditional load at affine coordinates, read where it is. */
export function inPlace(
  factor: Expression,
  blocking: Blocking,
  blocked: number,
  along: "block" | "depth",
): Operand | undefined {
  const { contraction, loops, sizes, innermost } = blocking;
  if (factor.kind !== "load" || factor.dtype !== "float32" || factor.outside !== undefined) return undefined;
  if (sizes[innermost] !== loops[innermost]!.size) return undefined;
  const form = flatOffset(factor.coordinates, contraction.domain.inputs[factor.input]!, contraction.domain);
  if (!isLinear(form)) return undefined;
  const steps = vectorOf(form, loops);
  const contiguous = along === "block" ? blocked : innermost;
  if (steps[contiguous] !== 1 || (along === "depth" && sizes[innermost] % 4 !== 0)) return undefined;
  const overlaps = along === "block" && steps[innermost]! % 4 !== 0;
  const isWhole = steps.every(
    (step, at) => at === contiguous || (overlaps && at === innermost) || (step % 4 === 0 && step >= 0),
  );
  if (!isWhole || form.constant % 4 !== 0 || form.constant < 0) return undefined;
  const inner = steps[innermost]!;
  return {
    source: factor.input,
    along,
    base: form.constant / 4,
    strides: steps.map((step, at) =>
      at === contiguous || at === blocked || (overlaps && at === innermost) ? 0 : step / 4,
    ),
    step: along === "block" ? 1 : steps[blocked]! / 4,
    spots: overlaps ? (position) => spotOf(inner * position) : undefined,
  };
}

/**
 * A factor that is computed into a texture, once for each value of the combinations of loop variables that it depends
 * on: an image is padded, and what was fused into the factor is applied, before its elements are used many times. The
 * blocked loop is the texture's innermost axis, so that neighbours lie in one texel.
 *
 * @param groupSize neighbours that lie together; all if it is `undefined`, and then the innermost loop may overlap
 */
export function packed(
  factor: Expression,
  { contraction, loops, sizes, innermost }: Blocking,
  blocked: number,
  groupSize: number | undefined,
  kernel: Kernel,
): Operand | undefined {
  const basis = basisOf(factor, loops, contraction.domain);
  const own = basis.find(({ coefficients }) => coefficients[blocked] !== 0);
  if (!own) return undefined;
  const phases = own.coefficients[blocked]!;
  const overlaps = own.coefficients[innermost] !== 0;
  const together = groupSize ?? 4 * phases;
  const fits = own.coefficients.every(
    (step, at) => at === blocked || step % together === 0 || (groupSize === undefined && at === innermost),
  );
  if (phases < 1 || !fits || (groupSize !== undefined && phases !== 1)) return undefined;
  const others = basis.filter((combination) => combination !== own);
  const isPadded = sizes[innermost] !== loops[innermost]!.size;
  if (groupSize !== undefined && isPadded && !others.some(({ coefficients }) => isAlone(coefficients, innermost))) {
    return undefined;
  }
  const ownSize = own.coefficients.reduce((sum, step, at) => {
    const size = at === blocked ? 4 * Math.ceil(sizes[at]! / 4) : sizes[at]!;
    return sum + Math.abs(step) * (size - 1);
  }, 1);
  const groups = groupSize === undefined ? 1 : Math.ceil(ownSize / groupSize);
  const width = groupSize ?? 4 * Math.ceil(ownSize / phases / 4);
  const otherSizes = others.map(({ coefficients }) =>
    coefficients.reduce((sum, step, at) => sum + Math.abs(step) * (sizes[at]! - 1), 1),
  );
  const minimum = paddedMinimum(own, sizes);
  const shape = [groups, ...otherSizes, phases, width];
  const last = shape.length - 1;
  const values = new Map<Combination, Expression>(
    others.map((other, axis) => [other, add(index(axis + 1), paddedMinimum(other, sizes))]),
  );
  const place = groupSize === undefined ? index(last) : add(multiply(index(0), groupSize), index(last));
  values.set(own, add(add(multiply(place, phases), index(last - 1)), minimum));
  const domain: Domain = { index: shape.map((size) => ({ minimum: 0, maximum: size - 1 })), foldIndex: [], inputs: [] };
  const value = overBasis(
    factor,
    contraction,
    basis,
    basis.map((combination) => values.get(combination)!),
  );
  const inside = basis.reduce<Expression>(
    (all, combination) => {
      const at = values.get(combination)!;
      const range = rangeOf(at, domain)!;
      const end = combination.minimum + combination.size;
      const low = range.minimum < combination.minimum ? greaterEqual(at, combination.minimum) : constant(1, "bool");
      return and(and(all, low), range.maximum >= end ? less(at, end) : constant(1, "bool"));
    },
    constant(1, "bool"),
  );
  const source: Kernel = {
    shape,
    inputs: kernel.inputs,
    scalars: kernel.scalars,
    folds: [],
    outputs: [{ dtype: "float32", value: select(inside, value, 0) }],
  };
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)) / 4);
  const base = others.reduce((sum, other, axis) => sum - paddedMinimum(other, sizes) * strides[axis + 1]!, 0);
  const start = -minimum;
  const groupStep = groupSize === undefined ? 1 : strides[0]!;
  const step = own.coefficients[innermost]!;
  return {
    source,
    along: "block",
    base: base + (overlaps ? 0 : (start / together) * groupStep),
    strides: loops.map((_, at) => {
      if (at === blocked || (overlaps && at === innermost)) return 0;
      const shared = (own.coefficients[at]! / together) * groupStep;
      return others.reduce((sum, { coefficients }, axis) => sum + coefficients[at]! * strides[axis + 1]!, shared);
    }),
    step: groupStep,
    spots: overlaps
      ? (position) => {
          const from = start + step * position;
          const spot = spotOf(Math.floor(from / phases));
          return { ...spot, texel: spot.texel + phaseOf(from) };
        }
      : undefined,
  };

  function phaseOf(position: number): number {
    return (position - Math.floor(position / phases) * phases) * (width / 4);
  }
}

function isAlone(coefficients: readonly number[], loop: number): boolean {
  return coefficients.every((coefficient, at) => (coefficient !== 0) === (at === loop));
}

function spotOf(position: number): Spot {
  const texel = Math.floor(position / 4);
  return { texel, component: position - 4 * texel };
}

function paddedMinimum({ coefficients }: Combination, sizes: readonly number[]): number {
  return coefficients.reduce((sum, step, at) => sum + Math.min(0, step * (sizes[at]! - 1)), 0);
}

/** Loop variables of a contraction as functions of the kernel's own indices. */
export function loopValues(shape: readonly number[], outer: readonly Loop[]): Expression[] {
  const values: Expression[] = [];
  let next = 0;
  shape.forEach((size, axis) => {
    let rest = size;
    do {
      const loop = outer[next++]!;
      rest /= loop.size;
      const quotient = rest === 1 ? index(axis) : floorDivide(index(axis), rest);
      values.push(rest * loop.size === size ? quotient : modulo(quotient, loop.size));
    } while (rest > 1);
  });
  return values;
}
