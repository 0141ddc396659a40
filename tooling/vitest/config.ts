import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration, type ViteUserConfig } from "vitest/config";
import { launchOptions, type SoftwareRenderer } from "../browser/src/index.js";
import { relaxedSimdFlags } from "../scripts/relaxedSimd.mjs";
import { threadsFromSources } from "./threads.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packages are tested from their sources: nothing has to be built first. */
const resolve = {
  alias: [
    { find: /^@nn\/testing$/, replacement: `${root}tooling/testing/src/index.ts` },
    { find: /^@nn\/browser$/, replacement: `${root}tooling/browser/src/index.js` },
    { find: /^@nn\/([a-z0-9-]+)$/, replacement: `${root}packages/$1/src/index.ts` },
  ],
};

const plugins = [threadsFromSources(resolve)];

const nodeTests = "packages/*/src/**/*.node.test.ts";
const browserTests = "packages/*/src/**/*.browser.test.ts";
const pageTests = "{apps,packages}/*/src/**/*.page.test.ts";

/** Generous: a test that waits for its turn on a busy machine has not failed. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };
const setupFiles = [`${root}tooling/vitest/seed.ts`];
const seed = Number(process.env["PROPERTY_SEED"] ?? 1);
const rendererCheck = `${root}tooling/vitest/renderer.ts`;

/** The tests of the packages on one backend, which `backend()` of `@nn/testing` creates. */
function onBackend(backend: "cpu" | "interpreter"): TestProjectConfiguration {
  return {
    resolve,
    plugins,
    test: {
      ...patience,
      setupFiles,
      name: backend,
      root,
      provide: { seed, backend, relaxedSimd: false },
      include: ["packages/*/src/**/*.test.ts"],
      exclude: [nodeTests, browserTests, pageTests],
    },
  };
}

/** The tests that run on the CPU, and those of its backend, once more with relaxed SIMD and on one thread. */
const withRelaxedSimd: TestProjectConfiguration = {
  resolve,
  plugins,
  test: {
    ...patience,
    setupFiles,
    name: "relaxed",
    root,
    provide: { seed, backend: "cpu", relaxedSimd: true },
    include: ["packages/*/src/**/*.test.ts"],
    exclude: ["packages/!(backend-cpu)/src/**/*.node.test.ts", "**/process.node.test.ts", browserTests, pageTests],
    execArgv: relaxedSimdFlags,
  },
};

/** A real browser. Each project needs its own: vitest writes into it. */
const browser = (renderer: SoftwareRenderer) => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: launchOptions(renderer) }),
  instances: [{ browser: "chromium" as const }],
});

/** The packages' own tests on WebGL. Which renderer computes it is checked before each file. */
function onWebGL(name: string, renderer: SoftwareRenderer, exclude: readonly string[]): TestProjectConfiguration {
  return {
    resolve,
    test: {
      ...patience,
      setupFiles: [...setupFiles, rendererCheck],
      name,
      root,
      provide: { seed, backend: "webgl", relaxedSimd: false, renderer },
      include: ["packages/*/src/**/*.test.ts"],
      exclude: [nodeTests, pageTests, ...exclude],
      browser: browser(renderer),
    },
  };
}

const config: ViteUserConfig = defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        resolve,
        plugins,
        test: {
          ...patience,
          setupFiles,
          name: "node",
          root,
          provide: { seed, backend: "interpreter", relaxedSimd: false },
          include: [nodeTests],
        },
      },
      onBackend("cpu"),
      withRelaxedSimd,
      onBackend("interpreter"),
      {
        resolve,
        plugins,
        test: {
          ...patience,
          setupFiles,
          name: "apps",
          root,
          provide: { seed, backend: "cpu", relaxedSimd: false },
          include: ["apps/*/src/**/*.test.ts", "tooling/**/*.test.{ts,mjs,js}"],
          exclude: ["**/node_modules/**", "**/*.browser.test.ts", pageTests],
        },
      },
      // Tests in Node that drive a browser from outside, as a person would.
      { resolve, test: { ...patience, name: "page", root, include: [pageTests] } },
      {
        resolve,
        // Shared memory, and with it threads, exists only in pages that are isolated from other origins.
        server: {
          headers: {
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Embedder-Policy": "require-corp",
          },
        },
        test: {
          ...patience,
          setupFiles: [...setupFiles, rendererCheck],
          name: "browser",
          root,
          provide: { seed, backend: "cpu", relaxedSimd: true, renderer: "swiftshader" },
          include: [browserTests],
          browser: browser("swiftshader"),
        },
      },
      onWebGL("webgl", "swiftshader", [browserTests]),
      // Together with those of the backend itself.
      onWebGL("llvmpipe", "llvmpipe", ["packages/!(backend-webgl)/src/**/*.browser.test.ts"]),
    ],
  },
});

export default config;
