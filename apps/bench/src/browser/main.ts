// Compares with TensorFlow.js in a browser: node dist/browser/main.js --help

import { writeFile } from "node:fs/promises";
import { describe, faultOf } from "./table.ts";
import type { RendererReport } from "./comparison.ts";
import { measure } from "./measure.ts";
import { help, parseOptions } from "./options.ts";
import { servePage } from "./pageServer.ts";

const options = parseOptions(process.argv.slice(2));
if (options.help) process.stdout.write(help);
else await compare();

async function compare(): Promise<void> {
  // Mesa keeps compiled shaders on disk, and a first run would find them.
  process.env["MESA_SHADER_CACHE_DISABLE"] = "true";
  const server = await servePage();
  const reports: RendererReport[] = [];
  try {
    for (const renderer of options.renderers) {
      const report = await measure(renderer, server.address, options, (line) => process.stderr.write(`${line}\n`));
      process.stdout.write(`\n${describe(report)}\n`);
      reports.push(report);
    }
  } finally {
    server.close();
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(reports, undefined, 2)}\n`);
  }
  const faults = reports.flatMap(({ rows }) => rows).filter(faultOf);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
