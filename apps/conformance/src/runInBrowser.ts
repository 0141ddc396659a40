import { fileURLToPath } from "node:url";
import { launchRenderer, type RendererName } from "@nn/browser";
import { build, type ResolveOptions } from "vite";
import type { CaseFile } from "./reader.ts";
import type { Result } from "./run.ts";
import type { Selection } from "./selection.ts";

/**
 * Runs the cases on WebGL, in a page of Chromium.
 *
 * @param resolve how imports are found, unless by the packages that are installed
 * @throws Error if WebGL is not on that renderer, or the page itself fails
 */
export async function runInBrowser(
  files: readonly CaseFile[],
  renderer: RendererName,
  selection: Selection,
  resolve: ResolveOptions & { readonly alias?: Alias } = {},
): Promise<Result[]> {
  const script = await bundle(resolve);
  const { browser } = await launchRenderer(renderer);
  try {
    const page = await browser.newPage();
    const failed = new Promise<never>((_, reject) => page.on("pageerror", reject));
    failed.catch(() => undefined);
    await Promise.race([failed, page.addScriptTag({ type: "module", content: script })]);
    const results: Result[] = [];
    for (const file of files) {
      const ran = page.evaluate(([text, target, what]) => globalThis.runFile(text, target, what), [
        JSON.stringify(file),
        `webgl ${renderer}`,
        selection,
      ] as const);
      results.push(...(await Promise.race([failed, ran])));
    }
    return results;
  } finally {
    await browser.close();
  }
}

type Alias = readonly { readonly find: RegExp; readonly replacement: string }[];

/** The page's script, and everything that it imports. */
async function bundle(resolve: object): Promise<string> {
  const page = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./page.ts" : "./page.js", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    resolve,
    build: { write: false, minify: false, target: "es2022", rolldownOptions: { input: page } },
  });
  const [result] = Array.isArray(built) ? built : [built];
  const chunk = result && "output" in result ? result.output[0] : undefined;
  if (chunk?.type !== "chunk") throw new Error("the bundler gave no script");
  return chunk.code;
}
