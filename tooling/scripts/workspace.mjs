import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Makes ready what every other step needs: a new enough Node, pnpm on the path, the dependencies of the lockfile. */
export async function install() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
  }
  process.chdir(root);
  process.env.TURBO_TELEMETRY_DISABLED = "1";
  process.env.DO_NOT_TRACK = "1";
  await providePnpm();
  const { code } = await slowly("Installing dependencies", run(["pnpm", "install", "--frozen-lockfile"]));
  if (code !== 0) throw new Error("The dependencies could not be installed.");
}

/** Builds an application and the packages it uses; what is built already costs nothing. */
export async function build(application) {
  const task = ["pnpm", "exec", "turbo", "run", "build", `--filter=${application}`, "--output-logs=errors-only"];
  const { code } = await slowly(`Building ${application}`, run(task));
  if (code !== 0) throw new Error(`${application} could not be built.`);
}

/** Where pnpm is missing or another major version, npx fetches the one that package.json names. */
async function providePnpm() {
  const wanted = JSON.parse(readFileSync(`${root}package.json`, "utf8")).packageManager;
  const { code, text } = await run(["pnpm", "--version"], { output: "hide" });
  const major = `pnpm@${text.trim().split(".")[0]}`;
  if (code === 0 && wanted.startsWith(`${major}.`)) return;

  const path = ["npx", "--yes", `--package=${wanted}`, "--", "node", "--print", "process.env.PATH"];
  const fetched = await slowly("Fetching pnpm", run(path));
  const found = /^.*\b_npx\b.*$/m.exec(fetched.text);
  if (fetched.code !== 0 || found === null) throw new Error(`npx could not fetch ${wanted}.`);
  process.env.PATH = found[0];
}

/** Says what is going on, but only where it takes long enough to wonder. */
async function slowly(label, work) {
  const timer = setTimeout(() => process.stderr.write(`${label} ...\n`), 1500);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
