import { expect, it } from "vitest";
import type { CaseFile } from "./reader.ts";
import { runInBrowser } from "./runInBrowser.ts";

const root = new URL("../../../", import.meta.url).pathname;
/** From their sources, so that nothing has to be built first. */
const alias = [{ find: /^@nn\/([a-z0-9-]+)$/, replacement: `${root}packages/$1/src/index.ts` }];

function file(output: readonly unknown[]): CaseFile {
  const numbers = (name: string, data: readonly unknown[]) => ({ name, dtype: "float32", shape: [data.length], data });
  const tolerance = { rtol: 1e-4, atol: 1e-6 };
  const relu = { op: "ReLU", attrs: {}, inputs: [numbers("input", [-1, 0, 2, "NaN"])], tolerance };
  const written = { ...relu, expected: [numbers("output", output)] };
  return { suite: "torch-1.13", group: "activation", cases: [{ ...written, name: "one" }] };
}

it("runs cases in Chromium, and finds what is wrong", async () => {
  const files = [file([0, 0, 2, "NaN"]), file([0, 0, 3, "NaN"])];
  const results = await runInBrowser(files, "swiftshader", { filter: "one", fusion: true }, { alias });
  expect(results.map(({ target, outcome }) => [target, outcome.kind])).toEqual([
    ["webgl swiftshader", "passed"],
    ["webgl swiftshader", "failed"],
  ]);
  expect(results[1]!.outcome).toMatchObject({ message: expect.stringContaining("expected 3, got 2") as string });
});
