// Compares with other libraries: node dist/main.js --help

import { writeFile } from "node:fs/promises";
import { compare } from "./comparison/compare.ts";
import { startContestant, type Contestant } from "./comparison/contestant.ts";
import type { Report, Row } from "./comparison/report.ts";
import { measureMachine } from "./machine/limits.ts";
import { help, parseOptions, type Options } from "./options.ts";
import { peerNames } from "./peers/index.ts";
import { describe } from "./table.ts";

const options = parseOptions(process.argv.slice(2));
if (options.help) process.stdout.write(help);
else if (options.list) list(options);
else await run(options);

function list({ workloads }: Options): void {
  const width = Math.max(...workloads.map(({ name }) => name.length));
  const lines = workloads.map(({ name, title }) => `${name.padEnd(width)}  ${title}`);
  process.stdout.write(`${lines.join("\n")}\n\nlibraries: ${peerNames.join(", ")}\n`);
}

async function run({ workloads, libraries, modes, threads, rounds, seconds, json }: Options): Promise<void> {
  const machine = await measureMachine();
  const contestants: Contestant[] = [];
  for (const name of libraries) contestants.push(await startContestant(name, threads));
  const started = contestants.filter((contestant) => contestant.started);
  const effort = { modes, rounds, budget: 1000 * seconds, slow: 4000 };
  const rows: Row[] = [];
  try {
    for (const workload of workloads) {
      process.stderr.write(`${workload.name}\n`);
      rows.push(...(await compare(workload, started, effort)));
    }
  } finally {
    contestants.forEach((contestant) => contestant.stop());
  }
  const described = contestants.map(({ name, description, started }) => ({ name, description, started }));
  const report: Report = { machine, libraries: described, rows };
  process.stdout.write(`\n${describe(report)}\n`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
}
