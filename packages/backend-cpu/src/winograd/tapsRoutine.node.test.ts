import { relaxedSimd } from "@nn/testing";
import { expect, it } from "vitest";
import { tapsRoutine, tapsScratchBytes } from "./tapsRoutine.ts";
import { tilingOf } from "./tiling.ts";

it("transforms the last tap to itself, four outputs side by side, in the scratch of its thread", () => {
  const memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 2 });
  const sizes = { batch: 1, outputs: 5, channels: 1, rows: 4, columns: 4 };
  const tiling = tilingOf(sizes, 2);
  const weight = { base: 0, outputStep: 9, channelStep: 9, rowStep: 3, columnStep: 1 };
  const run = tapsRoutine({ kind: "winogradTaps", sizes, weight, tiling, relaxedSimd }, memory);
  const [weights, target, scratch] = [1024, 4096, 65536];
  const words = new Float32Array(memory.buffer);
  words.fill(NaN, scratch / 4);
  for (let output = 0; output < 5; output++) words[weights / 4 + output * 9 + 8] = output + 1;
  run([weights, target, scratch], 0, 1);
  run([weights, target, scratch], 1, 1);
  const product = (number: number): number[] => {
    const start = (target + number * tiling.weightStep) / 4;
    return [...words.subarray(start, start + 5)];
  };
  expect(product(35)).toEqual([1, 2, 3, 4, 5]);
  expect(product(0)).toEqual([0, 0, 0, 0, 0]);
  const others = words.subarray(scratch / 4, (scratch + tapsScratchBytes) / 4);
  expect(others.every((value) => Number.isNaN(value))).toBe(true);
});
