import { add, constant, floorDivide, foldIndex, multiply, type Expression } from "@nn/backend";
import type { Tensor } from "@nn/tensor";
import { adaptiveRanges } from "./adaptiveRange.ts";
import { coveringWindows, foldSteps, ownPlaces } from "./places.ts";
import type { PoolWindow } from "./window.ts";

/** A plane of one size beside one of another: what is pooled, and the result. */
export interface Resizing {
  readonly firstAxis: number;
  readonly inputSize: readonly number[];
  readonly outputSize: readonly number[];
}

/** Which places of a pooling's result can refer to a place of its input. */
export type Cover =
  | (PoolWindow & { readonly kind: "windows" })
  | (Resizing & { readonly kind: "adaptive" })
  | (Resizing & { readonly kind: "fractional"; readonly kernelSize: readonly number[]; readonly disjoint: boolean })
  | (Resizing & { readonly kind: "anywhere" });

/** Places of the result that can refer to the place of the input at the kernel's index; no place occurs twice. */
export interface Candidates {
  readonly extents: readonly number[];
  /** The place at the fold's index. It may not exist: then it lies outside the result. */
  readonly places: readonly Expression[];
}

export function candidatesOf(cover: Cover): Candidates {
  switch (cover.kind) {
    case "windows":
      return coveringWindows(cover);
    case "adaptive":
      return adaptiveCandidates(cover);
    case "fractional":
      return cover.disjoint ? disjointCandidates(cover) : fractionalCandidates(cover, cover.kernelSize);
    case "anywhere":
      return { extents: cover.outputSize, places: cover.outputSize.map((_, axis) => foldIndex(axis)) };
  }
}

const covers = new WeakMap<Tensor, Cover>();

/** Remembers which pooling gave positions, so that unpooling need not look for them everywhere. */
export function rememberCover(indices: Tensor, cover: Cover): void {
  covers.set(indices, cover);
}

/** Where to look for the positions in `indices`: where the pooling that gave them put them, or anywhere. */
export function coverFor(indices: Tensor, resizing: Resizing): Cover {
  const cover = covers.get(indices);
  const fits = cover && sizes(cover) === sizes(resizing);
  return fits ? cover : { ...resizing, kind: "anywhere" };
}

function sizes({ firstAxis, inputSize, outputSize }: Resizing): string {
  return JSON.stringify([firstAxis, inputSize, outputSize]);
}

function adaptiveCandidates(resizing: Resizing): Candidates {
  const { inputSize, outputSize } = resizing;
  const ranges = adaptiveRanges(ownPlaces(resizing), outputSize, inputSize);
  const extents = ranges.map(({ extent }) => extent);
  const steps = foldSteps(extents);
  return { extents, places: ranges.map(({ start }, axis) => add(start, steps[axis]!)) };
}

/**
 * With a = inputSize − kernelSize and b = outputSize − 1, window i starts less than 1 beside i · a / b, so that those
 * which cover p are among the i between (p − kernelSize) · b / a and (p + 1) · b / a, both excluded.
 */
function fractionalCandidates(resizing: Resizing, kernelSize: readonly number[]): Candidates {
  const { inputSize, outputSize } = resizing;
  const room = inputSize.map((size, axis) => size - kernelSize[axis]!);
  const extents = outputSize.map((count, axis) => {
    if (room[axis] === 0) return count;
    return Math.min(count, Math.ceil(((kernelSize[axis]! + 1) * (count - 1)) / room[axis]!));
  });
  const atLeastOne = extents.map((count) => Math.max(1, count));
  const steps = foldSteps(atLeastOne);
  const places = ownPlaces(resizing).map((place, axis) => {
    const [kernel, count] = [kernelSize[axis]!, outputSize[axis]!];
    if (extents[axis] === count || count === 1) return steps[axis]!;
    const before = floorDivide(multiply(add(place, -kernel), count - 1), constant(room[axis]!, "int32"));
    return add(add(before, 1), steps[axis]!);
  });
  return { extents: atLeastOne, places };
}

/**
 * With α = inputSize / outputSize, window i starts less than 1 beside i · α and ends where the next one starts, so that
 * the one which covers p is among the i between (p − 1) / α − 1 and (p + 1) / α, both excluded.
 */
function disjointCandidates(resizing: Resizing): Candidates {
  const { inputSize, outputSize } = resizing;
  const extents = outputSize.map((count, axis) => Math.min(count, Math.ceil((2 * count) / inputSize[axis]! + 1)));
  const steps = foldSteps(extents);
  const places = ownPlaces(resizing).map((place, axis) => {
    const count = outputSize[axis]!;
    if (extents[axis] === count) return steps[axis]!;
    return add(floorDivide(multiply(add(place, -1), count), constant(inputSize[axis]!, "int32")), steps[axis]!);
  });
  return { extents, places };
}
