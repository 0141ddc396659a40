import {
  createArray,
  index,
  load,
  type Backend,
  type DType,
  type Expression,
  type TensorType,
  type TypedArray,
} from "@nn/backend";
import { elementwiseKernel } from "../kernels/kernel.ts";
import { runKernel } from "../kernels/runKernel.ts";

/** Two operands. */
export interface Pair {
  readonly x: number;
  readonly y: number;
}

/** An expression of two operands. */
export type Build = (x: Expression, y: Expression) => Expression;

/**
 * Applies an operator to pairs of numbers. They lie in one long row, or in rows of three elements with two others
 * behind them: too short for vectors, and not aligned.
 */
export async function applyToPairs(
  backend: Backend,
  from: DType,
  pairs: readonly Pair[],
  build: Build,
  rows: "long" | "short",
): Promise<readonly number[]> {
  const count = rows === "long" ? pairs.length : Math.ceil(pairs.length / 3);
  const shape = rows === "long" ? [count] : [count, 3];
  const stored = rows === "long" ? [count] : [count, 5];
  const type: TensorType = { dtype: from, shape: stored };
  const at = shape.map((_, axis) => index(axis));
  const value = build(load(0, type, at), load(1, type, at));
  const place = (position: number): number =>
    rows === "long" ? position : Math.floor(position / 3) * 5 + (position % 3);
  const data = (["x", "y"] as const).map((name) => {
    const array: TypedArray = createArray(from, rows === "long" ? count : 5 * count);
    pairs.forEach((pair, position) => (array[place(position)] = pair[name]));
    return array;
  });
  const [results] = await runKernel(backend, elementwiseKernel(shape, [type, type], value), data);
  return pairs.map((_, position) => results![position]!);
}
