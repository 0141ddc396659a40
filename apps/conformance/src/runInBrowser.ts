import type { RendererName } from "@nn/browser";
import type { CaseFile } from "./reader.ts";
import type { Result } from "./run.ts";
import type { Selection } from "./selection.ts";
import { withPage, type Resolve } from "./withPage.ts";

/**
 * Runs the cases on WebGL, in a page of Chromium.
 *
 * @throws Error if WebGL is not on that renderer, or the page itself fails
 */
export function runInBrowser(
  files: readonly CaseFile[],
  renderer: RendererName,
  selection: Selection,
  resolve: Resolve = {},
): Promise<Result[]> {
  return withPage("page", renderer, resolve, async (page) => {
    const results: Result[] = [];
    for (const file of files) {
      const ran = await page.evaluate(([text, target, what]) => globalThis.runFile(text, target, what), [
        JSON.stringify(file),
        `webgl ${renderer}`,
        selection,
      ] as const);
      results.push(...ran);
    }
    return results;
  });
}
