import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchRenderer } from "../../../tooling/browser/src/index.js";

const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const prefix = "/some/path/";
const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" }; // prettier-ignore
/** Strokes, in parts of the pad. */
const seven = [[0.25, 0.25], [0.75, 0.25], [0.45, 0.85]] as const; // prettier-ignore
const one = [[0.52, 0.15], [0.48, 0.85]] as const; // prettier-ignore

let folder: string;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-"));
  const configFile = fileURLToPath(new URL("../vite.config.js", import.meta.url));
  await build({ configFile, logLevel: "error", build: { outDir: folder } });
  server = createServer((request, response) => {
    const path = request.url?.startsWith(prefix) ? request.url.slice(prefix.length) || "index.html" : "none";
    readFile(join(folder, path)).then(
      (content) => {
        response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
        response.setHeader("Content-Security-Policy", policy);
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ browser } = await launchRenderer("swiftshader"));
}, 120_000);

afterAll(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
});

describe.each([
  { device: "cpu", epochs: "5" },
  { device: "webgl", epochs: "2" },
])("the page on $device", ({ device, epochs }) => {
  it("trains, pauses, continues, and reads what is drawn", { timeout: 300_000 }, async () => {
    const { page, problems } = await open();
    await page.selectOption("#device", device);
    await page.selectOption("#images", "2000");
    await page.selectOption("#epochs", epochs);
    await page.selectOption("#learning-rate", "0.01");
    await page.click("#start");
    await expect
      .poll(async () => Number.parseInt((await page.textContent("#figure-step")) ?? ""), patience)
      .toBeGreaterThan(3);

    await page.click("#start");
    await page.getByText("Paused.").waitFor(patience);
    const paused = await page.textContent("#figure-step");
    await draw(page, seven);
    await page.locator("#probabilities .best").waitFor(patience);
    expect(await page.textContent("#figure-step")).toBe(paused);

    await page.getByRole("button", { name: "Continue" }).click();
    await expect
      .poll(async () => Number.parseFloat((await page.textContent("#accuracy-held-out")) ?? ""), patience)
      .toBeGreaterThanOrEqual(90);
    // Unless it has just finished.
    await page.click("#stop", { timeout: 1000 }).catch(() => undefined);
    await page.getByText("It recognises").waitFor(patience);

    expect(await reading(page)).toBe("7");
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await page.textContent("#verdict")).toBe("Nothing drawn yet.");
    await draw(page, one);
    await expect.poll(() => reading(page)).toBe("1");
    expect(problems).toEqual([]);
    await page.close();
  });
});

it("says so when the images cannot be downloaded, and starts again", async () => {
  const { page } = await open();
  await page.route("**/data/*.bin", (route) => route.abort());
  await page.click("#start");
  await page.getByRole("alert").getByText("The images could not be downloaded").waitFor();
  await page.unroute("**/data/*.bin");
  await page.click("#start");
  await page.getByText("Training …").waitFor(patience);
  expect(await page.getByRole("alert").count()).toBe(0);
  await page.click("#stop");
  await page.getByText("Stopped.").waitFor(patience);
  await page.close();
});

describe("a graphics context that is lost while the network trains", () => {
  it("does not matter where the browser restores it", { timeout: 300_000 }, async () => {
    const { page, problems } = await openLosing("setTimeout(() => extension.restoreContext(), 300);");
    await page.click("#start");
    await page.getByText("It recognises").waitFor(patience);
    expect(await page.workers()[0]!.evaluate("losses")).toBe(1);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("is said where it stays so, and training starts again", { timeout: 300_000 }, async () => {
    const { page } = await openLosing("");
    await page.click("#start");
    await page.getByRole("alert").getByText("The browser took the graphics card away").waitFor(patience);
    await page.selectOption("#device", "cpu");
    await page.click("#start");
    await page.getByText("It recognises").waitFor(patience);
    await page.close();
  });
});

/** A page on WebGL whose worker loses its first context after two seconds, and then runs `afterwards`. */
async function openLosing(afterwards: string): Promise<{ page: Page; problems: string[] }> {
  const losing = `self.losses = 0;
    const getContext = OffscreenCanvas.prototype.getContext;
    OffscreenCanvas.prototype.getContext = function (...values) {
      const context = getContext.apply(this, values);
      const extension = context.getExtension("WEBGL_lose_context");
      if (self.losses === 0) setTimeout(() => { self.losses++; extension.loseContext(); ${afterwards} }, 2000);
      return context;
    };`;
  const opened = await open(async (page) => {
    await page.route("**/assets/worker-*.js", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${losing}\n${await response.text()}` });
    });
  });
  await opened.page.selectOption("#device", "webgl");
  await opened.page.selectOption("#images", "2000");
  await opened.page.selectOption("#epochs", "1");
  return opened;
}

const patience = { timeout: 240_000 };

async function open(prepare?: (page: Page) => Promise<void>): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage();
  await prepare?.(page);
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`);
  return { page, problems };
}

/** One stroke with the mouse. */
async function draw(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const pad = page.locator("#pad");
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const moveTo = ([x, y]: readonly [number, number]): Promise<void> =>
    page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 5 });
  await moveTo(points[0]!);
  await page.mouse.down();
  for (const point of points.slice(1)) await moveTo(point);
  await page.mouse.up();
}

/** The digit that the network thinks likeliest. */
function reading(page: Page): Promise<string | null> {
  return page.textContent("#probabilities .best .digit");
}
