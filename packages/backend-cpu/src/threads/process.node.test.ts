import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../../../", import.meta.url));
let folder: string;

/** A module whose every line is built, as that of somebody who installed the packages, and beside it the worker's. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "threads-"));
  const entry = 'export * from "@nn/activations"; export * from "@nn/backend-cpu"; export * from "@nn/tensor";';
  await writeFile(join(folder, "library.ts"), entry);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  for (const input of [join(folder, "library.ts"), `${packages}backend-cpu/src/threads/worker.ts`]) {
    await build({
      configFile: false,
      logLevel: "error",
      resolve: { alias: [{ find: /^@nn\/([a-z0-9-]+)$/, replacement: `${packages}$1/src/index.ts` }] },
      build: { ssr: true, outDir: folder, emptyOutDir: false, target: "es2022", rolldownOptions: { input } },
    });
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a program in a process of its own, which must end by itself and well, and gives what it wrote. */
async function run(body: string, ...flags: readonly string[]): Promise<string> {
  const program = `
    import { readdirSync } from "node:fs";
    import { cpu, evaluate, ones, sigmoid } from "./library.js";
    const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const countThreads = () => readdirSync("/proc/self/task").length;
    async function work(backend) {
      const y = sigmoid(ones([1_000_000], { backend }));
      await evaluate(y);
      y.dispose();
    }
    ${body}`;
  const file = join(folder, "program.js");
  await writeFile(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, file], { timeout: 20_000 });
  return stdout.trim();
}

describe("a process with threads", () => {
  it("ends by itself, whatever the threads do", async () => {
    const output = await run(`
      const backend = await cpu({ threads: 3 });
      for (let step = 0; step < 20; step++) await work(backend);
      await rest(200);
      await work(backend);
      console.log("done", backend.threads, backend.threadsLimitedBy);`);
    expect(output).toBe("done 3 undefined");
  });

  it("ends while they start", async () => {
    expect(await run(`await work(await cpu({ threads: 4 })); console.log("done");`)).toBe("done");
  });

  it("takes no time while they are idle", async () => {
    const output = await run(`
      const backend = await cpu({ threads: 3 });
      for (let step = 0; step < 20; step++) await work(backend), await rest(10);
      const before = process.cpuUsage();
      await rest(1000);
      const { user, system } = process.cpuUsage(before);
      console.log((user + system) / 1000);`);
    // Milliseconds in a second, of which some belong to Node.js itself.
    expect(Number(output)).toBeLessThan(30);
  });

  it.runIf(process.platform === "linux")("has none left of backends that were disposed of", async () => {
    const output = await run(`
      const before = countThreads();
      let most = 0;
      for (let turn = 0; turn < 20; turn++) {
        const backend = await cpu({ threads: 3 });
        await work(backend);
        await rest(50);
        most = Math.max(most, countThreads());
        backend.dispose();
      }
      await rest(500);
      console.log(most > before, countThreads() - before);`);
    expect(output).toBe("true 0");
  });

  it.runIf(process.platform === "linux")("has none left of backends that were forgotten", async () => {
    const output = await run(
      `
      const before = countThreads();
      const forget = async () => { await work(await cpu({ threads: 2 })); };
      for (let turn = 0; turn < 5; turn++) await forget();
      await rest(100);
      const most = countThreads();
      for (let turn = 0; turn < 50 && countThreads() > before; turn++) gc(), await rest(50);
      console.log(most > before, countThreads() - before);`,
      "--expose-gc",
    );
    expect(output).toBe("true 0");
  });

  it("runs on one thread where the worker's program is missing", async () => {
    await rm(join(folder, "worker.js"));
    const output = await run(`
      const backend = await cpu({ threads: 2 });
      for (let step = 0; step < 5; step++) await work(backend), await rest(100);
      console.log(backend.threads, backend.threadsLimitedBy);`);
    expect(output).toMatch(/^1 Error: Cannot find module .*worker\.js/);
  });
});
