import { fileURLToPath } from "node:url";
import { launchRenderer, type RendererName } from "@nn/browser";
import type { Page } from "playwright-core";
import { build, type ResolveOptions } from "vite";

/** How imports are found, unless by the packages that are installed. */
export type Resolve = ResolveOptions & { readonly alias?: Alias };

type Alias = readonly { readonly find: RegExp; readonly replacement: string }[];

/**
 * Opens a page of Chromium that has run a script, and gives it to `work`.
 *
 * @param script beside this file, without the end of its name
 * @throws Error if WebGL is not on that renderer, or the page itself fails
 */
export async function withPage<Result>(
  script: string,
  renderer: RendererName,
  resolve: Resolve,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const content = await bundle(script, resolve);
  const { browser } = await launchRenderer(renderer);
  try {
    const page = await browser.newPage();
    const failed = new Promise<never>((_, reject) => page.on("pageerror", reject));
    failed.catch(() => undefined);
    // Modules run when the page gets to it.
    await page.addScriptTag({ type: "module", content: `${content}\nglobalThis.scriptHasRun = true;` });
    await Promise.race([failed, page.waitForFunction("globalThis.scriptHasRun")]);
    return await Promise.race([failed, work(page)]);
  } finally {
    await browser.close();
  }
}

/** The page's script, and everything that it imports. */
async function bundle(script: string, resolve: object): Promise<string> {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  const input = fileURLToPath(new URL(`./${script}${extension}`, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    resolve,
    build: { write: false, minify: false, target: "es2022", rolldownOptions: { input } },
  });
  const [result] = Array.isArray(built) ? built : [built];
  const chunk = result && "output" in result ? result.output[0] : undefined;
  if (chunk?.type !== "chunk") throw new Error("the bundler gave no script");
  return chunk.code;
}
