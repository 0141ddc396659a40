import { expect, it, vi } from "vitest";

it("runs the program of the README", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await import("../../../apps/examples/src/readme/backend-webgl.ts");
  expect(log.mock.calls[0]![0]).toHaveLength(320);
  log.mockRestore();
});
