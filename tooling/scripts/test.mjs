// npm test: every check there is. One that fails does not keep the others from running.
// npm test -- types unit: only these.

import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { provideChromium, provideLlvmpipe } from "./browser.mjs";
import { relaxedSimdFlags } from "./relaxedSimd.mjs";
import { run } from "./run.mjs";
import { install } from "./workspace.mjs";

/** A command that takes longer hangs. The longest takes a third of it on two slow processors. */
const minutes = 40;

const stages = {
  lint: () => script("lint"),
  format: () => script("format:check"),
  types: () => script("typecheck"),
  build: () => script("build", ["--output-logs=errors-only"]),
  unit: () => vitest(["node", "cpu", "relaxed", "interpreter", "apps"]),
  conformance: async () => sum(await conformance([]), await conformanceRelaxed()),
  browser: async () => vitestInBrowser(["browser", "webgl", "page"], { CHROMIUM_PATH: await provideChromium() }),
  llvmpipe,
  "conformance-webgl": async () => conformance(["--backend", "webgl"], { CHROMIUM_PATH: await provideChromium() }),
  support: async () => script("support", ["--check"], { CHROMIUM_PATH: await provideChromium() }),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(stages, name));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(", ")}: choose among ${Object.keys(stages).join(", ")}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
const leftOut = [];
try {
  await install();
  for (const name of chosen.length > 0 ? chosen : Object.keys(stages)) {
    const { passed, failed } = await stage(name);
    total.passed += passed;
    total.failed += failed;
  }
} catch (error) {
  console.error(error.message);
  total.failed += 1;
}
for (const text of leftOut) console.log(`\n${text}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function stage(name) {
  console.log(`\n── ${name}`);
  const start = performance.now();
  let counts = { passed: 0, failed: 1 };
  try {
    counts = await stages[name]();
  } catch (error) {
    console.error(error.message);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(counts.failed > 0 ? `✗ ${counts.failed} failed after ${seconds} s` : `✓ ${seconds} s`);
  return counts;
}

/** A script of the root package.json counts as one: it passes or it fails. */
async function script(name, rest = [], env = {}) {
  const { code } = await run(["pnpm", "--silent", "run", name, ...rest], { env, minutes });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Where the browser has failed, all is run once more in a new one. */
async function vitestInBrowser(projects, env) {
  const counts = await vitest(projects, env);
  if (!counts.browserFailed) return counts;
  console.log(`The browser failed. ${machine()} Once more, in a new one:`);
  return vitest(projects, env);
}

/**
 * Counts tests; a file that cannot be loaded, and an error outside any test, count as one failure. `browserFailed`: a
 * file did not come to an end, or a test lost its WebGL context.
 */
async function vitest(projects, env = {}) {
  const directory = mkdtempSync(join(tmpdir(), "nn-test-"));
  try {
    const report = join(directory, "report.json");
    const selection = projects.flatMap((name) => ["--project", name]);
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    const command = ["pnpm", "exec", "vitest", "run", ...selection, ...reporters];
    const { code } = await run(command, { output: "show", env, minutes });
    if (!existsSync(report)) return { passed: 0, failed: 1, browserFailed: true };
    const result = JSON.parse(readFileSync(report, "utf8"));
    const unloadable = result.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    const failed = Math.max(result.numFailedTests + unloadable.length, code === 0 ? 0 : 1);
    const browserFailed = failed > result.numFailedTests || result.testResults.some(hasLostContext);
    return { passed: result.numPassedTests, failed, browserFailed };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function hasLostContext({ assertionResults }) {
  const messages = assertionResults.flatMap(({ failureMessages }) => failureMessages);
  return messages.some((message) => message.includes("the WebGL context was lost"));
}

/** What a browser may have lacked. */
function machine() {
  const { bavail, bsize } = statfsSync(tmpdir());
  const [memory, disk] = [freemem(), bavail * bsize].map((bytes) => (bytes / 2 ** 30).toFixed(1));
  return `There are ${memory} GiB of free memory, and ${disk} of disk.`;
}

/** The tests of WebGL once more, on a second renderer; left out, with the reason, where that cannot be had. */
async function llvmpipe() {
  const env = { CHROMIUM_PATH: await provideChromium() };
  const reason = await provideLlvmpipe();
  if (reason === undefined) return vitestInBrowser(["llvmpipe"], env);
  leftOut.push(`llvmpipe was left out: ${reason}`);
  return { passed: 0, failed: 0 };
}

async function conformance(options, env = {}) {
  return countedBySuite(["pnpm", "--silent", "run", "conformance", ...options], env);
}

/** On the CPU once more, with relaxed SIMD, which some engines have only if they are told; it is built by now. */
async function conformanceRelaxed() {
  return countedBySuite([process.execPath, ...relaxedSimdFlags, "apps/conformance/dist/main.js", "--backend", "cpu"]);
}

/** The suite prints its own counts. */
async function countedBySuite(command, env = {}) {
  const { code, text } = await run(command, { output: "hide", env, minutes });
  process.stdout.write(text);
  const counts = /^conformance: (\d+) passed, (\d+) failed/m.exec(text);
  if (counts === null) return { passed: 0, failed: 1 };
  return { passed: Number(counts[1]), failed: Math.max(Number(counts[2]), code === 0 ? 0 : 1) };
}

function sum(...counts) {
  const add = (name) => counts.reduce((total, each) => total + each[name], 0);
  return { passed: add("passed"), failed: add("failed") };
}
