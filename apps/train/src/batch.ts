import type { Backend } from "@nn/backend";
import { tensor, type Tensor } from "@nn/tensor";

/** Images and their labels, on the host. */
export interface Digits {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** Grey values, row-major. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Some of the images on a backend. */
export interface Batch {
  /** Normalised grey values, of shape [size, 1, rows, columns]. */
  readonly images: Tensor;
  /** Int32 of shape [size]. */
  readonly labels: Tensor;
  readonly size: number;
}

/** Mean and standard deviation of the grey values of MNIST's training images, between 0 and 1. */
const [mean, deviation] = [0.1307, 0.3081];

/** The first `limit` of them. */
export function firstOf(digits: Digits, limit: number | undefined): Digits {
  return limit === undefined ? digits : { ...digits, count: Math.min(limit, digits.count) };
}

/** The images at `positions` as tensors. */
export function batchOf(digits: Digits, positions: ArrayLike<number>, backend: Backend): Batch {
  const size = positions.length;
  const area = digits.rows * digits.columns;
  const images = new Float32Array(size * area);
  const labels = new Int32Array(size);
  for (let number = 0; number < size; number++) {
    const position = positions[number]!;
    labels[number] = digits.labels[position]!;
    for (let pixel = 0; pixel < area; pixel++) {
      images[number * area + pixel] = normalised[digits.pixels[position * area + pixel]!]!;
    }
  }
  return {
    images: tensor(images, { backend, shape: [size, 1, digits.rows, digits.columns] }),
    labels: tensor(labels, { backend }),
    size,
  };
}

const normalised = Float32Array.from({ length: 256 }, (_, grey) => (grey / 255 - mean) / deviation);
