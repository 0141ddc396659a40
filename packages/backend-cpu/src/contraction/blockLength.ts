/** The most products that are added up before their sum is added to the result. */
const longestBlock = 512;

/**
 * How many products are added up at a time. It depends on their number alone, for it decides the bits of the result.
 */
export function blockLengthOf(depth: number): number {
  const blocks = Math.ceil(depth / longestBlock);
  return Math.ceil(depth / blocks / 4) * 4;
}
