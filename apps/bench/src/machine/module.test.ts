import { expect, it } from "vitest";
import { limitsProgram } from "./module.ts";

it("has a module that copies, and multiplies and adds", async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { copy, multiplyAdd } = await limitsProgram(memory);
  const bytes = new Uint8Array(memory.buffer);
  bytes.set([1, 2, 3]);
  copy(3);
  expect([...bytes.subarray(0, 7)]).toEqual([1, 2, 3, 1, 2, 3, 0]);
  multiplyAdd(2);
  // 12 chains, each 0 → 1 → 1.5.
  expect([...new Float32Array(memory.buffer, 0, 4)]).toEqual([18, 18, 18, 18]);
});
