// What a page runs: its backend is WebGL.

import { webgl } from "@nn/backend-webgl";
import { configure } from "@nn/tensor";
import { coverage } from "./adapters/index.ts";
import { casesOf, type CaseFile } from "./reader.ts";
import { runAll, type Result } from "./run.ts";
import { matches, type Selection } from "./selection.ts";

declare global {
  /** Runs the cases of a file as JSON, on one backend for all calls. */
  var runFile: (file: string, target: string, selection: Selection) => Promise<Result[]>;
}

const backend = webgl();

globalThis.runFile = async (file, target, selection) => {
  const device = await backend;
  configure(device, { fusion: selection.fusion });
  const cases = casesOf(JSON.parse(file) as CaseFile).filter((testCase) => matches(testCase, selection));
  return runAll(cases, [{ name: target, backend: device, precision: "float32" }], coverage);
};
