import { domainOf, type DType, type Domain, type Expression, type FoldOperator, type Kernel } from "@nn/backend";
import { Sources } from "./sources.ts";

/** A kernel on its way to machine code: loads are flat, and the passes of this folder rewrite it step by step. */
export interface LoopKernel {
  readonly shape: readonly number[];
  readonly sources: Sources;
  /** By the numbers that `Folded` uses; `undefined` where a fold has become part of the expressions that use it. */
  readonly folds: readonly (LoopFold | undefined)[];
  readonly outputs: readonly { readonly dtype: DType; readonly value: Expression }[];
}

/** A fold that is computed by loops. */
export interface LoopFold {
  readonly operator: FoldOperator;
  readonly dtype: DType;
  readonly extents: readonly number[];
  readonly body: Expression;
  /** Whether the positions are added one after the other; longer float sums go by lanes and blocks. */
  readonly sequential: boolean;
}

/** Folds of at most this many positions are computed one position after the other. */
export const sequentialPositions = 32;

/** The kernel with its loads flattened. */
export function loopKernelOf(kernel: Kernel): LoopKernel {
  const sources = new Sources();
  return {
    shape: kernel.shape,
    sources,
    folds: kernel.folds.map(({ operator, dtype, extents, body }) => ({
      operator,
      dtype,
      extents,
      body: sources.flatten(body, domainOf(kernel, { extents })),
      sequential: sizeOf(extents) <= sequentialPositions,
    })),
    outputs: kernel.outputs.map(({ dtype, value }) => ({ dtype, value: sources.flatten(value, domainOf(kernel)) })),
  };
}

/** What is known of the loop variables in the body of `fold`, or without one in the outputs. */
export function domainWithin({ shape, sources }: LoopKernel, fold?: LoopFold): Domain {
  return { ...domainOf({ shape, inputs: [] }, fold), inputs: sources.shapes };
}

/** Whether the result depends on the order in which positions are taken. */
export function isOrdered({ operator, dtype }: Pick<LoopFold, "operator" | "dtype">): boolean {
  return dtype === "float32" && (operator === "sum" || operator === "dot" || operator === "product");
}

/** The product of sizes. */
export function sizeOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** The value of a fold over nothing. */
export function neutralValue({ operator, dtype }: Pick<LoopFold, "operator" | "dtype">): number {
  const limits =
    dtype === "int32" ? [-2147483648, 2147483647] : dtype === "uint32" ? [0, 4294967295] : [-Infinity, Infinity];
  switch (operator) {
    case "product":
      return 1;
    case "max":
      return limits[0]!;
    case "min":
      return limits[1]!;
    default:
      return 0;
  }
}
