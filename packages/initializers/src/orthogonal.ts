import { NNError } from "@nn/backend";
import { formatShape, randomBitsOnHost, sizeOf, tensor, type Tensor } from "@nn/tensor";
import type { InitializerOptions } from "./initializerOptions.ts";

/** Options of {@link orthogonal}. */
export interface OrthogonalOptions extends InitializerOptions {
  /** A factor for all numbers; see `calculateGain`. Default: 1. */
  readonly gain?: number;
}

/**
 * A random matrix whose rows are orthogonal and of length `gain`, or, if it is taller than wide, whose columns are (Saxe
 * et al. 2014). Of more than two axes, those behind the first count as one. All such matrices are equally likely.
 *
 * It is computed on the host. Source: Saxe et al. 2014, "Exact solutions to the nonlinear dynamics of learning in deep
 * linear neural networks".
 *
 * @throws NNError `shape` if there are fewer than two axes
 *
 * @example
 * ```ts
 * const weight = orthogonal([2, 3], { backend, generator: generator(1) });
 * await sum(square(matmul(weight, transpose(weight)))).item(); // 2.000
 * ```
 */
export function orthogonal(shape: readonly number[], options: OrthogonalOptions): Tensor {
  const { backend, generator, dtype = "float32", gain = 1 } = options;
  if (shape.length < 2) {
    throw new NNError("shape", `orthogonal: expected a shape of at least two axes, got ${formatShape(shape)}`);
  }
  const [rows, columns] = [shape[0]!, sizeOf(shape.slice(1))];
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const normal = normalOnHost(...generator.next());
  const vectors = Array.from({ length: count }, (_, vector) =>
    Float64Array.from({ length }, (_, element) => normal(vector * length + element)),
  );
  orthonormalize(vectors);
  const data = Float64Array.from({ length: rows * columns }, (_, position) => {
    const [row, column] = [Math.floor(position / columns), position % columns];
    return gain * (rows <= columns ? vectors[row]![column]! : vectors[column]![row]!);
  });
  return tensor(data, { shape, dtype, backend });
}

/** Gram–Schmidt, twice for each vector: once leaves errors of rounding behind. */
function orthonormalize(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, position) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors.slice(0, position)) addScaled(vector, other, -dot(vector, other));
      const length = Math.sqrt(dot(vector, vector));
      vector.forEach((x, element) => (vector[element] = x / length));
    }
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, element) => sum + x * b[element]!, 0);
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  other.forEach((x, element) => (target[element]! += factor * x));
}

/** Numbers of the standard normal distribution by their position (Box–Muller). */
function normalOnHost(key0: number, key1: number): (position: number) => number {
  const unit = (position: number): number => (randomBitsOnHost(position, key0, key1) + 0.5) / 2 ** 32;
  return (position) => Math.sqrt(-2 * Math.log(unit(2 * position))) * Math.cos(2 * Math.PI * unit(2 * position + 1));
}
