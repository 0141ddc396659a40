import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { builtInSuite, readBuiltIn } from "./builtIn.ts";
import { readDirectory } from "./directory.ts";
import type { CaseFile } from "./reader.ts";

/** Suites that belong to others, and are therefore not part of the repository. */
const suitesElsewhere = ["onnx-node", "wpt-webnn"];

/** Where the data lies if it lies beside the repository. */
const beside = fileURLToPath(new URL("../../../../shared/conformance", import.meta.url));

/** The files of cases to run, and what to say about those that were not found. */
export interface Data {
  readonly files: readonly CaseFile[];
  readonly remarks: readonly string[];
}

/**
 * The cases of a directory, together with the built-in suite unless the directory has it.
 *
 * @param directory default: the one beside the repository, if there is one
 * @throws Error if the directory is given but holds no cases
 */
export function findData(directory?: string): Data {
  const files = directory !== undefined || existsSync(beside) ? readDirectory(directory ?? beside) : [];
  const suites = new Set(files.map(({ suite }) => suite));
  const all = suites.has(builtInSuite) ? files : [...files, ...readBuiltIn()];
  const absent = suitesElsewhere.filter((suite) => !suites.has(suite));
  const place = directory ?? "../shared/conformance beside the repository";
  const remarks = absent.map((suite) => `${suite}: not found in ${place}; its cases do not run`);
  return { files: all, remarks };
}
