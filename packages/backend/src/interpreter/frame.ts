import { createArray, type TypedArray } from "../dtype.ts";
import type { Kernel } from "../kernel.ts";

/** Where a running kernel stands: its arguments and its loop variables. One kernel has one frame, used again by each run. */
export interface Frame {
  inputs: readonly TypedArray[];
  scalars: readonly number[];
  /** The position in the kernel's shape. */
  readonly index: number[];
  /** The position in the extents of the fold that runs. */
  foldIndex: number[];
  /** Results of the folds at this index, as far as they are known. */
  readonly folded: number[];
  /** Another number at each index; what was computed under another one is out of date. */
  pointStamp: number;
  /** Another number at each position of each fold. */
  positionStamp: number;
}

/** A frame for `kernel`, before its first run. */
export function createFrame(kernel: Kernel): Frame {
  return {
    inputs: kernel.inputs.map(({ dtype }) => createArray(dtype, 0)),
    scalars: [],
    index: kernel.shape.map(() => 0),
    foldIndex: [],
    folded: kernel.folds.map(() => 0),
    pointStamp: 0,
    positionStamp: 0,
  };
}

/** How many positions `extents` has. */
export function countPositions(extents: readonly number[]): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

/** Moves `position` to its row-major successor within `extents`; after the last one it is back at the first. */
export function advance(position: number[], extents: readonly number[]): void {
  for (let axis = extents.length - 1; axis >= 0; axis--) {
    const next = position[axis]! + 1;
    if (next < extents[axis]!) {
      position[axis] = next;
      return;
    }
    position[axis] = 0;
  }
}
