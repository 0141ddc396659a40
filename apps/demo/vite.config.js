import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { mnistFiles } from "./src/data/mnistFiles.ts";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // The page works from any path.
  base: "./",
  // From sources, so that `vite dev` follows a change in any package.
  resolve: { alias: [{ find: /^@nn\/([a-z0-9-]+)$/, replacement: `${packages}$1/src/index.ts` }] },
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  worker: { format: "es" },
  plugins: [mnistFiles()],
});
