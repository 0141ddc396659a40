// pnpm conformance [directory] [--backend cpu|interpreter|webgl|all] [--renderer name] [--filter text] [--no-fusion]

import { parseArgs } from "node:util";
import { rendererNames, type RendererName } from "@nn/browser";
import { configure } from "@nn/tensor";
import { coverage } from "./adapters/index.ts";
import { findData } from "./data.ts";
import { casesOf, type CaseFile } from "./reader.ts";
import { report, succeeded } from "./report.ts";
import { runAll, type Result } from "./run.ts";
import { runInBrowser } from "./runInBrowser.ts";
import { matches, type Selection } from "./selection.ts";
import { backendNames, createTargets } from "./targets.ts";

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    allowPositionals: true,
    options: {
      backend: { type: "string", multiple: true, default: [...backendNames] },
      renderer: { type: "string", multiple: true, default: ["swiftshader"] },
      filter: { type: "string", default: "" },
      "no-fusion": { type: "boolean", default: false },
    },
  });
  const names = values.backend.flatMap((name) => (name === "all" ? [...backendNames, "webgl"] : [name]));
  const renderers = values.renderer.map(asRenderer);
  const selection: Selection = { filter: values.filter, fusion: !values["no-fusion"] };
  const { files, remarks } = findData(positionals[0]);
  const here = names.filter((name) => name !== "webgl");
  const results = await runHere(files, here, selection);
  for (const renderer of names.includes("webgl") ? renderers : []) {
    results.push(...(await runInBrowser(files, renderer, selection)));
  }
  console.log([...remarks, report(results)].join("\n"));
  return succeeded(results);
}

async function runHere(files: readonly CaseFile[], names: readonly string[], selection: Selection): Promise<Result[]> {
  const targets = await createTargets(names);
  for (const { backend } of targets) configure(backend, { fusion: selection.fusion });
  const cases = files.flatMap(casesOf).filter((testCase) => matches(testCase, selection));
  const results = await runAll(cases, targets, coverage);
  for (const { backend } of targets) backend.dispose();
  return results;
}

function asRenderer(name: string): RendererName {
  const known = rendererNames.find((renderer) => renderer === name);
  if (known !== undefined) return known;
  throw new Error(`expected a renderer of ${rendererNames.join(", ")}, got ${name}`);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
