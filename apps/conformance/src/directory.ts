import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CaseFile } from "./reader.ts";

interface Index {
  readonly files: readonly { readonly file: string; readonly cases: number }[];
}

/**
 * The files that the directory's `index.json` lists.
 *
 * @throws Error if one is missing or does not hold as many cases as the index says
 */
export function readDirectory(directory: string): CaseFile[] {
  const path = join(directory, "index.json");
  if (!existsSync(path)) throw new Error(`expected a directory of cases with an index.json, got ${directory}`);
  const index = JSON.parse(readFileSync(path, "utf8")) as Index;
  return index.files.map(({ file, cases }) => {
    const content = JSON.parse(readFileSync(join(directory, file), "utf8")) as CaseFile;
    if (content.cases.length === cases) return content;
    throw new Error(`${file}: expected ${cases} cases as in index.json, got ${content.cases.length}`);
  });
}
