// Every package has the same few files, and depends on nothing but the packages below it.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allowedDependencies } from "../eslint/dependencies.js";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));
const files = ["package.json", "README.md", "tsconfig.json", "src/index.ts"];
/** The public surface has a test, on every backend or (`.node.test.ts`) on none. */
const surfaceTests = ["src/index.test.ts", "src/index.node.test.ts"];

const problems = readdirSync(packages).flatMap((name) => [...missingFiles(name), ...wrongManifest(name)]);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function missingFiles(name) {
  const missing = (file) => !existsSync(`${packages}${name}/${file}`);
  const wanted = files.filter(missing);
  if (surfaceTests.every(missing)) wanted.push(surfaceTests[0]);
  return wanted.map((file) => `packages/${name}/${file} is missing.`);
}

function wrongManifest(name) {
  const path = `${packages}${name}/package.json`;
  if (!existsSync(path)) return [];
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const problems = [];
  if (manifest.name !== `@nn/${name}`) problems.push(`"name" is not "@nn/${name}"`);
  if (manifest.sideEffects !== false) problems.push(`"sideEffects" is not false`);
  const allowed = allowedDependencies(name).map((dependency) => `@nn/${dependency}`);
  for (const [dependency, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    if (!allowed.includes(dependency)) problems.push(`"${dependency}" may not be a dependency`);
    else if (range !== "workspace:^") problems.push(`the range of "${dependency}" is not "workspace:^"`);
  }
  return problems.map((problem) => `packages/${name}/package.json: ${problem}.`);
}
