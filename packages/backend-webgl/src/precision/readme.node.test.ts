import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { boundsTable } from "./fixtures.ts";

it("is the precision that the README states", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme).toContain(boundsTable());
});
