import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";

const program = readFileSync(new URL("./xor.ts", import.meta.url), "utf8");

it("stands in the README to the letter", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  expect(readme).toContain("```ts\n" + program + "```");
});

it("learns exclusive or", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await import("./xor.ts");
  const [[a], [b], [c], [d]] = log.mock.calls[0]![0] as [[number], [number], [number], [number]];
  log.mockRestore();
  for (const [got, wanted] of [[a, 0], [b, 1], [c, 1], [d, 0]] as const) expect(got).toBeCloseTo(wanted, 1); // prettier-ignore
});
