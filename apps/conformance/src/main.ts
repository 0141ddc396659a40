// pnpm conformance [directory] [--backend cpu] [--backend interpreter] [--filter text] [--no-fusion]

import { parseArgs } from "node:util";
import { configure } from "@nn/tensor";
import { coverage } from "./adapters/index.ts";
import { findData } from "./data.ts";
import { report, succeeded } from "./report.ts";
import { runAll } from "./run.ts";
import { backendNames, createTargets } from "./targets.ts";

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    allowPositionals: true,
    options: {
      backend: { type: "string", multiple: true, default: [...backendNames] },
      filter: { type: "string", default: "" },
      "no-fusion": { type: "boolean", default: false },
    },
  });
  const { cases, remarks } = findData(positionals[0]);
  const chosen = cases.filter(({ suite, operator, name }) => `${suite} ${operator} ${name}`.includes(values.filter));
  const targets = await createTargets(values.backend);
  for (const { backend } of targets) configure(backend, { fusion: !values["no-fusion"] });
  const results = await runAll(chosen, targets, coverage);
  for (const { backend } of targets) backend.dispose();
  console.log([...remarks, report(results)].join("\n"));
  return succeeded(results);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
