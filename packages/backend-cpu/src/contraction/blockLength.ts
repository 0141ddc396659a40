import { sequentialPositions } from "../codegen/loopKernel.ts";

/** The most products that are added up before their sum is added to the result. */
const longestBlock = 512;

/**
 * How many products are added up at a time. It depends on their number alone, for it decides the bits of the result.
 */
export function blockLengthOf(depth: number): number {
  const blocks = Math.ceil(depth / longestBlock);
  return Math.ceil(depth / blocks / 4) * 4;
}

/**
 * Whether products are added with a single rounding where there is relaxed SIMD. It depends on their number alone, too:
 * short sums may be left to the generic code, and that rounds products and sums apart, as operations that are not fused
 * do.
 */
export function fusesProducts(depth: number): boolean {
  return depth > sequentialPositions;
}
