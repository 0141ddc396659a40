import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration, type ViteUserConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packages are tested from their sources: nothing has to be built first. */
const resolve = {
  alias: [
    { find: /^@nn\/testing$/, replacement: `${root}tooling/testing/src/index.ts` },
    { find: /^@nn\/([a-z0-9-]+)$/, replacement: `${root}packages/$1/src/index.ts` },
  ],
};

const nodeTests = "packages/*/src/**/*.node.test.ts";
const browserTests = "packages/*/src/**/*.browser.test.ts";
const pageTests = "{apps,packages}/*/src/**/*.page.test.ts";

/** Generous: a test that waits for its turn on a busy machine has not failed. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };
const setupFiles = [`${root}tooling/vitest/seed.ts`];

/** The tests of the packages on one backend, which `backend()` of `@nn/testing` creates. */
function onBackend(backend: "cpu" | "interpreter"): TestProjectConfiguration {
  return {
    resolve,
    test: {
      ...patience,
      setupFiles,
      name: backend,
      root,
      provide: { backend },
      include: ["packages/*/src/**/*.test.ts"],
      exclude: [nodeTests, browserTests, pageTests],
    },
  };
}

const chromium = {
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
  ],
};

/** A real browser, whose WebGL is computed by SwiftShader. Each project needs its own: vitest writes into it. */
const browser = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: chromium }),
  instances: [{ browser: "chromium" as const }],
});

const config: ViteUserConfig = defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        resolve,
        test: {
          ...patience,
          setupFiles,
          name: "node",
          root,
          provide: { backend: "interpreter" },
          include: [nodeTests],
        },
      },
      onBackend("cpu"),
      onBackend("interpreter"),
      {
        resolve,
        test: {
          ...patience,
          setupFiles,
          name: "apps",
          root,
          provide: { backend: "cpu" },
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
          name: "browser",
          root,
          provide: { backend: "cpu" },
          include: [browserTests],
          browser: browser(),
        },
      },
      // The packages' own tests once more, on WebGL.
      {
        resolve,
        test: {
          name: "webgl",
          root,
          provide: { backend: "webgl" },
          include: ["packages/*/src/**/*.test.ts"],
          exclude: [nodeTests, browserTests, pageTests],
          testTimeout: 60_000,
          browser: browser(),
        },
      },
    ],
  },
});

export default config;
