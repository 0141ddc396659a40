// Times one training step of the network that apps/train trains: node dist/trainStep.js --help

import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { interpreter } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { explain, statistics } from "@nn/tensor";
import { describeTimes, profiled, type ProfiledBackend } from "./profiled.ts";
import { trainingStep } from "./trainingStep.ts";

const help = `Times a training step: forward, backward and Adam, reading the loss.

  --steps N         timed steps (200)
  --warm-up N       steps before (20)
  --batch-size N    images per step (64)
  --backend NAME    cpu or interpreter (cpu)
  --memory          2000 steps; memory after the first 100 and at the end
  --profile         the time of each kernel, the slowest first
  --explain         print the plan of a step instead, its kernels as formulas
`;

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "200" },
    "warm-up": { type: "string", default: "20" },
    "batch-size": { type: "string", default: "64" },
    backend: { type: "string", default: "cpu" },
    memory: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    explain: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const generating = values.backend === "interpreter" ? undefined : await cpu();
const device = generating ?? (await interpreter());
const profile = values.profile ? profiled(device) : undefined;
const backend = profile ?? device;
const batchSize = Number(values["batch-size"]);
const step = trainingStep(backend, batchSize);

if (values.help) process.stdout.write(help);
else if (values.explain) await printPlan();
else if (profile) await printProfile(profile, Number(values["warm-up"]), Number(values.steps));
else if (values.memory) await watchMemory(2000);
else await time(Number(values["warm-up"]), Number(values.steps));
backend.dispose();

async function time(warmUp: number, steps: number): Promise<void> {
  const first = await milliseconds();
  const { compiled } = statistics(backend);
  for (let count = 1; count < warmUp; count++) await milliseconds();
  const before = statistics(backend);
  const times: number[] = [];
  for (let count = 0; count < steps; count++) times.push(await milliseconds());
  times.sort((a, b) => a - b);
  const after = statistics(backend);
  const [median, minimum] = [times[Math.floor(times.length / 2)]!, times[0]!].map((time) => time.toFixed(2));
  print(
    `${median} ms per step (median), ${minimum} ms (minimum); batch ${batchSize}, ${steps} steps on ${backend.name}`,
  );
  const generated = generating ? ` to ${generating.generatedBytes} bytes of WebAssembly` : "";
  print(`${first.toFixed(0)} ms for the first step, which compiled ${compiled} kernels${generated}`);
  print(
    `${after.compiled - before.compiled} kernels compiled and ${after.plans - before.plans} plans made while timing`,
  );
}

async function watchMemory(steps: number): Promise<void> {
  for (let count = 1; count <= steps; count++) {
    await milliseconds();
    if (count % 20 === 0) await setImmediate();
    if (count !== 100 && count !== steps) continue;
    const { bytes, buffers, reservedBytes } = backend.memory();
    const figures = [process.memoryUsage().rss, reservedBytes, bytes].map((size) => `${(size / 1e6).toFixed(1)} MB`);
    print(`step ${count}: process ${figures[0]}, backend ${figures[1]}, of which ${figures[2]} in ${buffers} buffers`);
  }
}

async function printProfile(profile: ProfiledBackend, warmUp: number, steps: number): Promise<void> {
  for (let count = 0; count < warmUp; count++) await milliseconds();
  profile.reset();
  for (let count = 0; count < steps; count++) await milliseconds();
  print(describeTimes(profile.times(), steps, Infinity));
}

async function printPlan(): Promise<void> {
  await milliseconds();
  await milliseconds();
  print(explain(step.start()).toString());
}

/** The time of one step, until its loss is read. */
async function milliseconds(): Promise<number> {
  const started = performance.now();
  await step.start().item();
  return performance.now() - started;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
