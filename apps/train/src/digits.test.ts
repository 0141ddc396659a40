import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backend, expectClose } from "@nn/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchOf, firstOf } from "./batch.ts";
import { loadDigits, loadMnist } from "./digits.ts";

const images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "digits-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(name: string, labels: number[]): ReturnType<typeof loadDigits> {
  await writeFile(join(folder, `${name}-images-idx3-ubyte`), Uint8Array.from(images));
  const file = [0, 0, 8, 1, 0, 0, 0, labels.length, ...labels];
  await writeFile(join(folder, `${name}-labels-idx1-ubyte`), Uint8Array.from(file));
  return loadDigits(folder, name);
}

describe("loadDigits", () => {
  it("reads images with their labels", async () => {
    const digits = await load("good", [7, 9]);
    expect(digits).toMatchObject({ count: 2, rows: 1, columns: 2 });
    expect([...digits.pixels, ...digits.labels]).toEqual([0, 255, 51, 102, 7, 9]);
    expect(firstOf(digits, 1).count).toBe(1);
    expect(firstOf(digits, 5).count).toBe(2);
  });

  it("refuses labels that do not fit", async () => {
    await expect(load("few", [7])).rejects.toThrow("few: expected as many labels as images, got 1 for 2");
    await expect(load("large", [7, 10])).rejects.toThrow("large: expected labels from 0 to 9, got 10");
    await expect(loadDigits(folder, "none")).rejects.toThrow("cannot be read (ENOENT");
  });
});

describe("batchOf", () => {
  it("normalises the images at the positions", async () => {
    const batch = batchOf(await load("batch", [7, 9]), [1, 0], await backend());
    expect(batch.images.shape).toEqual([2, 1, 1, 2]);
    const scaled = [0.2, 0.4, 0, 1].map((grey) => (grey - 0.1307) / 0.3081);
    expectClose(await batch.images.data(), scaled);
    expect([...(await batch.labels.data())]).toEqual([9, 7]);
  });
});

describe("loadMnist", () => {
  it("has all images of MNIST", async () => {
    const { training, test } = await loadMnist();
    expect(training).toMatchObject({ count: 60000, rows: 28, columns: 28 });
    expect(test).toMatchObject({ count: 10000, rows: 28, columns: 28 });
    expect([...training.labels.subarray(0, 8)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3]);
    expect([...test.labels.subarray(0, 8)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9]);
  });
});
