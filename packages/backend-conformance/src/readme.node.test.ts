import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

const text = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

it("the README shows the test file of the interpreter", async () => {
  const test = await text("../../backend/src/conformance.node.test.ts");
  expect(await text("../README.md")).toContain("```js\n" + test + "```\n");
});
