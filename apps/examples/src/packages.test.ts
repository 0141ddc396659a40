import { readdirSync, readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";

const packages = new URL("../../../packages/", import.meta.url);
const examples = new URL("./readme/", import.meta.url);
/** Named after their packages; where a README has several, with something behind a dot. */
const files = readdirSync(examples);

/** The TypeScript in a package's README, block by block. */
function blocks(name: string): string[] {
  const readme = readFileSync(new URL(`${name}/README.md`, packages), "utf8");
  return [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
}

it.each(readdirSync(packages))("the README of %s shows the programs that run here", (name) => {
  // Those of the contract and of tensors run within their packages.
  if (name === "backend" || name === "tensor") return;
  const programs = files
    .filter((file) => file.split(".")[0] === name)
    .map((file) => readFileSync(new URL(file, examples), "utf8"));
  expect(programs.sort()).toEqual(blocks(name).sort());
});

/** WebGL needs a browser; its package's browser tests run its program. */
const inNode = files.filter((file) => file !== "backend-webgl.ts");

it.each(inNode)("%s runs", async (file) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await expect(import(`./readme/${file.replace(/\.ts$/, "")}.ts`)).resolves.toBeDefined();
  log.mockRestore();
});
