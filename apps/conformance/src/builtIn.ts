import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { CaseFile } from "./reader.ts";

/** The suite that comes with the repository: made for it, so that no licence of others applies. */
export const builtInSuite = "torch-1.13";

const path = new URL(`../data/${builtInSuite}.json.br`, import.meta.url);

export function readBuiltIn(): CaseFile[] {
  return JSON.parse(brotliDecompressSync(readFileSync(path)).toString()) as CaseFile[];
}

/** Makes the cases part of the repository. Returns the size in bytes. */
export function writeBuiltIn(files: readonly CaseFile[]): number {
  const text = Buffer.from(JSON.stringify(files));
  const compressed = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
  writeFileSync(path, compressed);
  return compressed.length;
}
