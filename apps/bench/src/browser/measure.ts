import { launchRenderer } from "@nn/browser";
import type { PageBenchmarks, RendererReport, Row } from "./comparison.ts";
import type { Options, Renderer } from "./options.ts";
import { libraries, type Library, type WorkloadName } from "./workloads.ts";

declare global {
  /** Where code runs that playwright evaluates in the page. */
  var benchmarks: PageBenchmarks | undefined;
}

type Launched = Awaited<ReturnType<typeof launchRenderer>>;

/** All workloads on one renderer. What goes wrong in one is told in its row. */
export async function measure(
  renderer: Renderer,
  address: string,
  { names, rounds, firstRuns }: Options,
  report: (line: string) => void,
): Promise<RendererReport> {
  const rows: Row[] = [];
  let description = "";
  let browser = "";
  for (const name of names) {
    report(`${renderer}: ${name}`);
    try {
      const first: Record<Library, number[]> = { ours: [], theirs: [] };
      for (let run = 0; run < firstRuns; run++) {
        for (const library of libraries) first[library].push(await firstRun(renderer, address, library, name));
      }
      const comparison = await inPage(renderer, address, async (page, launched) => {
        description = launched.renderer;
        browser = launched.browser.version();
        return page.evaluate(([name, rounds]) => globalThis.benchmarks!.compare(name, rounds), [name, rounds] as const);
      });
      rows.push({ name, first, ...comparison });
    } catch (error) {
      rows.push({ name, error: error instanceof Error ? error.message : String(error) });
    }
  }
  return { renderer, description, browser, rows };
}

/** In a browser of its own: within one, shaders are kept from page to page. */
function firstRun(renderer: Renderer, address: string, library: Library, name: WorkloadName): Promise<number> {
  return inPage(renderer, address, (page) =>
    page.evaluate(([library, name]) => globalThis.benchmarks!.first(library, name), [library, name] as const),
  );
}

async function inPage<Result>(
  renderer: Renderer,
  address: string,
  run: (page: Awaited<ReturnType<Launched["browser"]["newPage"]>>, launched: Launched) => Promise<Result>,
): Promise<Result> {
  const launched = await launchRenderer(renderer);
  try {
    const page = await launched.browser.newPage();
    await page.goto(address);
    await page.waitForFunction("globalThis.benchmarks !== undefined");
    return await run(page, launched);
  } finally {
    await launched.browser.close();
  }
}
