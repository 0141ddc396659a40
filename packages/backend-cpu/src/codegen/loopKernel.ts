import {
  domainOf,
  fromAffine,
  index,
  type Domain,
  type DType,
  type Expression,
  type FoldOperator,
  type Kernel,
} from "@nn/backend";
import type { Kept } from "./kept.ts";
import { Sources } from "./sources.ts";

/** A kernel on its way to machine code: loads are flat, and the passes of this folder rewrite it step by step. */
export interface LoopKernel {
  readonly shape: readonly number[];
  readonly sources: Sources;
  /** By the numbers that `Folded` uses; `undefined` where a fold has become part of the expressions that use it. */
  readonly folds: readonly (LoopFold | undefined)[];
  readonly outputs: readonly LoopOutput[];
  /** How many axes, from the first, make up the units that the host counts, if that is settled. */
  readonly leadingAxes: number | undefined;
  /** Sources count on from the inputs to the outputs. */
  readonly inputCount: number;
}

/** A value that is stored. */
export interface LoopOutput {
  readonly dtype: DType;
  readonly value: Expression;
  /** Which element of the output the value at the current indices is. */
  readonly offset: Expression;
  /** Whether there is one value for each unit, and not for each position. */
  readonly ofUnits: boolean;
}

/** Where the outputs of a kernel lie, if not all in row-major order of its shape. */
export interface OutputLayout {
  /** For each output, the strides of the kernel's axes in it. */
  readonly strides: readonly (readonly number[])[];
  /** How many axes, from the first, make up the units that the host counts. */
  readonly leadingAxes: number;
  /** How many outputs, from the first, have one value for each unit. */
  readonly unitOutputs: number;
}

/** A fold that is computed by loops. */
export interface LoopFold {
  readonly operator: FoldOperator;
  readonly dtype: DType;
  readonly extents: readonly number[];
  readonly body: Expression;
  /** Whether the positions are added one after the other; longer float sums go by lanes and blocks. */
  readonly sequential: boolean;
  /** What it leaves in an output while it computes. */
  readonly kept?: Kept;
}

/** Folds of at most this many positions are computed one position after the other. */
export const sequentialPositions = 32;

/** The kernel with its loads flattened. */
export function loopKernelOf(kernel: Kernel, layout?: OutputLayout): LoopKernel {
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
    outputs: kernel.outputs.map(({ dtype, value }, output) => ({
      dtype,
      value: sources.flatten(value, domainOf(kernel)),
      offset: offsetOf(kernel, layout?.strides[output]),
      ofUnits: layout !== undefined && output < layout.unitOutputs,
    })),
    leadingAxes: layout?.leadingAxes,
    inputCount: kernel.inputs.length,
  };
}

function offsetOf({ shape }: Kernel, strides: readonly number[] = stridesOf(shape)): Expression {
  const terms = strides.flatMap((coefficient, axis) => (coefficient === 0 ? [] : [{ atom: index(axis), coefficient }]));
  return fromAffine({ constant: 0, terms });
}

/** The row-major strides of the axes of a shape. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
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
