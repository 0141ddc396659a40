import type { Contraction } from "@nn/backend";
import { multiples } from "./enumerate.ts";

/** Where the sums of a contraction are stored. */
export interface ResultLayout {
  /** For each outer loop, where its positions lie. */
  readonly offsets: readonly Int32Array[];
  /** Elements, gaps included. */
  readonly size: number;
  /** Whether sums lie in the kernel's order and without gaps. */
  readonly inOrder: boolean;
}

/** As the kernel's output. */
export function layoutInOrder({ outer }: Contraction): ResultLayout {
  const offsets: Int32Array[] = [];
  let stride = 1;
  for (let loop = outer.length - 1; loop >= 0; loop--) {
    offsets[loop] = multiples(outer[loop]!.size, stride);
    stride *= outer[loop]!.size;
  }
  return { offsets, size: stride, inOrder: true };
}

/** Batches, then rows, then columns, with room for whole groups of four columns. The loops of each are positions. */
export function layoutByColumns(
  { outer }: Contraction,
  batches: readonly number[],
  rows: readonly number[],
  columns: readonly number[],
): ResultLayout {
  const offsets: Int32Array[] = [];
  let stride = 1;
  const place = (loops: readonly number[]): void => {
    for (const loop of [...loops].reverse()) {
      offsets[loop] = multiples(outer[loop]!.size, stride);
      stride *= outer[loop]!.size;
    }
  };
  place(columns);
  stride = Math.ceil(stride / 4) * 4;
  place([...batches, ...rows]);
  return { offsets, size: stride, inOrder: false };
}
