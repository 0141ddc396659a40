import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin, type ResolveOptions } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = `${root}packages/backend-cpu/src/threads/`;
const cache = `${root}node_modules/.cache/threads/`;
const reference = 'new URL("./worker.js", here)';

let bundled: Promise<string> | undefined;

/**
 * Lets the CPU backend have its threads when it runs from sources: Node.js cannot run those in a worker, so the
 * worker's program is bundled when the first test asks for it. In browsers Vite does the same by itself.
 */
export function threadsFromSources(
  resolve: ResolveOptions & { alias: { find: RegExp; replacement: string }[] },
): Plugin {
  return {
    name: "threads-from-sources",
    enforce: "pre",
    async transform(code, id) {
      if (id !== `${folder}startWorkers.ts` || this.environment.config.consumer !== "server") return undefined;
      if (!code.includes(reference)) throw new Error(`${id}: expected ${reference}`);
      bundled ??= bundle(resolve);
      return { code: code.replace(reference, `new URL(${JSON.stringify(await bundled)})`), map: null };
    },
  };
}

/** Bundles the program of a worker, and gives its URL. */
async function bundle(resolve: ResolveOptions): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    resolve,
    build: { ssr: true, write: false, target: "es2022", rolldownOptions: { input: `${folder}worker.ts` } },
  });
  if (!("output" in result)) throw new Error("threadsFromSources: expected one bundle");
  const [{ code }] = result.output;
  const file = `${cache}worker-${createHash("sha256").update(code).digest("hex").slice(0, 16)}.js`;
  await mkdir(cache, { recursive: true });
  // Whoever runs at the same time sees all of it or nothing.
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
  return pathToFileURL(file).href;
}
