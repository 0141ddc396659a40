import {
  contractionOf,
  dependsOn,
  splitLoop,
  type Contraction,
  type Expression,
  type Fold,
  type Kernel,
  type Loop,
} from "@nn/backend";
import { sizeOf } from "../layout.ts";
import { inPlace, packed, type Blocking, type Operand } from "./operand.ts";

/**
 * A contraction by blocks: a fragment computes four neighbours along the loop `lanes`, a texel, for `width` neighbours
 * along the loop `slabs`, a layer of the result each.
 */
export interface Strategy extends Blocking {
  /** How many of the inner loops, from the outermost on, are left to the kernel that adds the parts. */
  readonly parts: number;
  readonly lanes: number;
  readonly slabs: number;
  readonly width: 4 | 8;
  /** Positions of the innermost loop that are written out. */
  readonly unroll: number;
  readonly laneOperand: Operand;
  readonly slabOperand: Operand;
}

/** Contractions of fewer products are not worth the stages. */
const fewestProducts = 1 << 17;
/** A sum is cut until about so many fragments have a part of it, so that every core has something to do. */
const wantedFragments = 512;
/** As long as a part has so many products. */
const shortestPart = 24;
/** The innermost loop is written out up to this size where lanes overlap, and up to that elsewhere. */
const longestWindow = 9;
const longestUnroll = 4;

/** Relative times: a texel's fetch, a multiplication and addition of four lanes, a texel that is packed or unpacked. */
const fetchCost = 5;
const multiplyCost = 1;
const texelCost = 60;
/** Beyond that many times the work of full blocks, blocks do not pay. */
const largestWaste = 3;

/**
 * How to compute a fold by blocks; `undefined` if it is better computed as any other. The order of summation does not
 * depend on the choice, only on the kernel's shape and the fold's extents.
 */
export function chooseStrategy(kernel: Kernel, fold: Fold, maximumLayers: number): Strategy | undefined {
  const { operator, dtype, body, extents } = fold;
  if (operator !== "dot" || dtype !== "float32" || body.kind !== "binary") return undefined;
  if (sizeOf(kernel.shape) * sizeOf(extents) < fewestProducts) return undefined;
  const whole = contractionOf(kernel, fold);
  if (!whole) return undefined;
  const { contraction, parts } = withParts(whole, kernel);
  const candidates = strategies(contraction, parts, kernel, maximumLayers >= 8 ? [8, 4] : [4]);
  const best = candidates.reduce<Candidate | undefined>((a, b) => (a && a.cost <= b.cost ? a : b), undefined);
  return best && best.waste <= largestWaste ? best.strategy : undefined;
}

/** Cuts the inner loops: the first few enumerate parts. */
function withParts(whole: Contraction, kernel: Kernel): { contraction: Contraction; parts: number } {
  const fragments = Math.ceil(sizeOf(kernel.shape) / 32);
  const depth = whole.inner.reduce((product, { size }) => product * size, 1);
  let wanted = Math.min(Math.ceil(wantedFragments / fragments), Math.floor(depth / shortestPart));
  let contraction = whole;
  let parts = 0;
  while (wanted > 1 && parts < contraction.inner.length) {
    const loop = contraction.inner[parts]!;
    if (loop.size <= 1.5 * wanted && parts < contraction.inner.length - 1) {
      wanted /= loop.size;
      parts++;
      continue;
    }
    const length = partLength(loop.size, loop.size / wanted);
    if (length < loop.size) {
      contraction = splitLoop(contraction, loop, length, kernel);
      parts++;
    }
    break;
  }
  return { contraction, parts };
}

/** A divisor of `size` within a factor of two of `wanted`, best a multiple of four; `size` if there is none. */
function partLength(size: number, wanted: number): number {
  let best = size;
  let least = Infinity;
  for (let length = Math.ceil(wanted / 2); length <= Math.min(wanted * 2, size / 2); length++) {
    if (size % length !== 0) continue;
    const distance = Math.abs(Math.log(length / wanted)) + (length % 4 === 0 ? 0 : 1);
    if (distance < least) [best, least] = [length, distance];
  }
  return best;
}

interface Candidate {
  readonly strategy: Strategy;
  readonly cost: number;
  readonly waste: number;
}

function strategies(contraction: Contraction, parts: number, kernel: Kernel, widths: readonly (4 | 8)[]): Candidate[] {
  const { outer, inner, left, right } = contraction;
  const loops = [...outer, ...inner];
  const last = inner.map(({ size }, at) => at >= parts && size > 1).lastIndexOf(true);
  if (last < 0) return [];
  const innermost = outer.length + last;
  const only = (one: Expression, other: Expression): number[] =>
    outer.flatMap((loop, at) => (loop.size > 1 && dependsOn(one, loop) && !dependsOn(other, loop) ? [at] : []));
  const [onlyLeft, onlyRight] = [only(left, right), only(right, left)];
  const pairs = onlyLeft.flatMap((l) =>
    onlyRight.flatMap((r) => [
      { lanes: l, slabs: r, laneFactor: left, slabFactor: right },
      { lanes: r, slabs: l, laneFactor: right, slabFactor: left },
    ]),
  );
  const candidates: Candidate[] = [];
  for (const { lanes, slabs, laneFactor, slabFactor } of pairs) {
    for (const width of widths) {
      for (const unpadded of [true, false]) {
        const blocking = blockingOf(contraction, loops, innermost, unpadded);
        if (!blocking) continue;
        const laneOperands = [
          inPlace(laneFactor, blocking, lanes, "depth"),
          inPlace(laneFactor, blocking, lanes, "block"),
          packed(laneFactor, blocking, lanes, undefined, kernel),
        ];
        const slabOperands = [
          inPlace(slabFactor, blocking, slabs, "depth"),
          inPlace(slabFactor, blocking, slabs, "block"),
          packed(slabFactor, blocking, slabs, width, kernel),
        ];
        for (const laneOperand of laneOperands) {
          for (const slabOperand of slabOperands) {
            if (!laneOperand || !slabOperand || slabOperand.spots) continue;
            const unroll = unrollOf(blocking, laneOperand, slabOperand);
            if (unroll === undefined) continue;
            const strategy = { ...blocking, parts, lanes, slabs, width, unroll, laneOperand, slabOperand };
            candidates.push(measured(strategy));
          }
        }
      }
    }
  }
  return candidates;
}

function blockingOf(
  contraction: Contraction,
  loops: readonly Loop[],
  innermost: number,
  unpadded: boolean,
): Blocking | undefined {
  const depth = loops[innermost]!.size;
  const isRagged = depth > longestWindow && depth % 4 !== 0;
  if (!unpadded && !isRagged) return undefined;
  const sizes = loops.map(({ size }, at) => (at === innermost && !unpadded ? 4 * Math.ceil(size / 4) : size));
  return { contraction, loops, sizes, innermost };
}

/** How many positions of the innermost loop to write out. */
function unrollOf({ sizes, innermost }: Blocking, lane: Operand, slab: Operand): number | undefined {
  const size = sizes[innermost]!;
  if (lane.spots) {
    if (size <= longestWindow && slab.along === "block") return size;
    if (size % 4 !== 0) return undefined;
    const spots = [0, 4, 8].map(lane.spots);
    const isSteady = spots.every(({ component }) => component === spots[0]!.component);
    return isSteady && spots[2]!.texel - spots[1]!.texel === spots[1]!.texel - spots[0]!.texel ? 4 : undefined;
  }
  if (lane.along === "depth" || slab.along === "depth") return 4;
  return Array.from({ length: longestUnroll }, (_, at) => longestUnroll - at).find((step) => size % step === 0);
}

function measured(strategy: Strategy): Candidate {
  const { contraction, loops, sizes, lanes, slabs, width, unroll, laneOperand, slabOperand } = strategy;
  const exact = loops.reduce((product, { size }) => product * size, 1) / 4;
  const used = sizes.reduce((product, size) => product * size, 1);
  const laneWaste = (4 * Math.ceil(sizes[lanes]! / 4)) / sizes[lanes]!;
  const slabWaste = (width * Math.ceil(sizes[slabs]! / width)) / sizes[slabs]!;
  const products = (used / 4) * laneWaste * slabWaste;
  const laneFetches = laneOperand.spots ? new Set(lanesTexels(laneOperand.spots, unroll)).size / unroll : 1;
  const slabFetches = width / 4;
  const work = products * multiplyCost + (products / width) * (laneFetches + slabFetches) * fetchCost;
  const storage = [laneOperand, slabOperand].reduce(
    (sum, { source }) => sum + (typeof source === "number" ? 0 : sizeOf(source.shape) / 4),
    0,
  );
  const results = contraction.outer.reduce((product, { size }) => product * size, 1) / 4;
  const parts = loops.slice(contraction.outer.length, contraction.outer.length + strategy.parts);
  const partCount = parts.reduce((product, { size }) => product * size, 1);
  const lastOuter = contraction.outer.map(({ size }) => size > 1).lastIndexOf(true);
  const isGathered = lastOuter !== lanes || sizes[lanes]! % 4 !== 0;
  const unpacking = results * partCount * (isGathered ? 2 : 1) * texelCost * 0.5;
  const perfect = exact * (multiplyCost + ((1 + width / 4) / width) * fetchCost);
  return { strategy, cost: work + storage * texelCost + unpacking, waste: work / perfect };
}

/** The texels that the lanes take for the first positions of the innermost loop. */
export function lanesTexels(spots: NonNullable<Operand["spots"]>, count: number): number[] {
  return Array.from({ length: count }, (_, position) => spots(position)).flatMap(({ texel, component }) =>
    component === 0 ? [texel] : [texel, texel + 1],
  );
}
