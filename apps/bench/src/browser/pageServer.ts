import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

/** A server of the page with the benchmarks. */
export interface PageServer {
  readonly address: string;
  close(): void;
}

/** Isolated from other origins, a page has finer clocks. */
const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Builds the page from the sources of this app and of the packages, and serves it on a port of its own. */
export async function servePage(): Promise<PageServer> {
  const script = await bundle();
  const page = `<!doctype html><meta charset="utf-8"><title>Benchmarks</title><script type="module" src="page.js"></script>`;
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.writeHead(200, { ...headers, "Content-Type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { address: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

async function bundle(): Promise<string> {
  const app = fileURLToPath(new URL("../../", import.meta.url));
  const result = await build({
    root: app,
    configFile: false,
    logLevel: "error",
    resolve: { alias: [{ find: /^@nn\/([a-z0-9-]+)$/, replacement: `${app}../../packages/$1/src/index.ts` }] },
    build: {
      write: false,
      target: "es2022",
      chunkSizeWarningLimit: Infinity,
      rolldownOptions: { input: `${app}src/browser/page/page.ts`, output: { codeSplitting: false } },
    },
  });
  const outputs: Rolldown.RolldownOutput[] = Array.isArray(result) ? result : "output" in result ? [result] : [];
  const chunk = outputs.flatMap(({ output }) => output).find((part) => part.type === "chunk");
  if (!chunk) throw new Error("the page has no script");
  return chunk.code;
}
