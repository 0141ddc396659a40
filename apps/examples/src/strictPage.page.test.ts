import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { sigmoid } from "@nn/activations";
import { interpreter } from "@nn/backend";
import { Linear } from "@nn/linear";
import { backward, generator, sum, tensor } from "@nn/tensor";
import { expectClose } from "@nn/testing";
import { chromium, type Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import vitestConfiguration from "../../../tooling/vitest/config.ts";

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
/** Tells whether the page could have used eval. */
const probe = 'try { new Function("")(); window.evalWorks = true; } catch { window.evalWorks = false; }';
let server: Server;
let browser: Browser;

beforeAll(async () => {
  const script = (await bundle()) + probe;
  server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
    response.setHeader("Content-Security-Policy", policy);
    response.end(isScript ? script : '<!doctype html><title></title><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
  });
});

afterAll(async () => {
  await browser.close();
  server.close();
});

it("trains under a policy that forbids eval, with the interpreter's numbers", async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => document.title !== "");
  const { value, gradient } = JSON.parse(await page.title()) as { value: number; gradient: number[] };

  const backend = await interpreter();
  const layer = new Linear(3, 2, { backend, generator: generator(7) });
  const loss = sum(sigmoid(layer.forward(tensor([[1, 2, 3]], { backend }))));
  backward(loss);
  expect(value).toBeCloseTo(await loss.item(), 5);
  expectClose(gradient, await layer.weight.grad!.data());
  expect(value).toBeGreaterThan(0);
  expect(await page.evaluate("window.evalWorks")).toBe(false);
  expect(problems).toEqual([]);
});

/** The example and everything it imports as one script. */
async function bundle(): Promise<string> {
  const { resolve } = (vitestConfiguration.test?.projects?.[0] ?? {}) as { resolve: object };
  const result = await build({
    configFile: false,
    logLevel: "error",
    resolve,
    build: {
      write: false,
      minify: false,
      target: "es2022",
      rolldownOptions: { input: fileURLToPath(new URL("./strictPage.ts", import.meta.url)) },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !("output" in output)) throw new Error("the bundler gave no output");
  const chunk = output.output.find((part) => part.type === "chunk");
  if (!chunk || chunk.type !== "chunk") throw new Error("the bundler gave no script");
  return chunk.code;
}
