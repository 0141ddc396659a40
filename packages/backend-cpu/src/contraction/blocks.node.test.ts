import { contractionOf, simplifyKernel } from "@nn/backend";
import { matmulKernel, relaxedSimd } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { runBlocks } from "./blocks.ts";
import { resultsOf, type Division } from "./division.ts";
import { randomInputs } from "./fixtures.ts";
import { kernelsOf } from "./kernels.ts";
import { inPlace } from "./operand.ts";
import { chooseStrategy } from "./strategy.ts";
import { sumsRoutine, sumsTasks } from "./sumsRoutine.ts";
import { panelBytes, taskOf } from "./task.ts";

/** The result of a matrix product that is computed in parts. */
function product(rows: number, columns: number, depth: number, division: Division): Float32Array {
  const { along, parts } = division;
  const kernel = simplifyKernel(matmulKernel([1, rows, columns, depth], false, true));
  const contraction = contractionOf(kernel, kernel.folds[0]!)!;
  const left = inPlace(contraction.left, contraction)!;
  const right = inPlace(contraction.right, contraction)!;
  const strategy = chooseStrategy(contraction, [left], [right], false);
  const { task, words } = taskOf(strategy, relaxedSimd);
  const memory = new WebAssembly.Memory({ initial: 128 });
  const panels = panelBytes(task);
  let next = 64;
  const reserve = (bytes: number): number => {
    const address = next;
    next += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const addresses = randomInputs(kernel).map((input) => {
    const address = reserve(input.byteLength);
    new Float32Array(memory.buffer, address, input.length).set(input);
    return address;
  });
  const source = (operand: unknown): number => addresses[operand === left ? 0 : 1]!;
  const places = {
    tables: reserve(words.byteLength),
    rows: source(strategy.rows.operand),
    columns: source(strategy.columns.operand),
    panels: reserve((panels.rows + panels.columns) * parts),
    result: reserve(strategy.outputSize * 4 * resultsOf(task, division)),
  };
  new Int32Array(memory.buffer, places.tables, words.length).set(words);
  for (let index = 0; index < parts; index++) {
    runBlocks(task, kernelsOf(memory), places, division, index, index);
  }
  if (along === "depth") {
    const data = { kind: "sums", count: resultsOf(task, division), size: task.resultSize } as const;
    const run = sumsRoutine(data, memory);
    for (let index = 0; index < sumsTasks(data); index++) run([places.result, places.result], index, 0);
  }
  return new Float32Array(memory.buffer, places.result, strategy.outputSize).slice();
}

describe("runBlocks", () => {
  it.each([
    [17, 90, 30],
    [92, 5, 600],
    [200, 200, 20],
    [40, 68, 2600],
    [3, 3, 3],
  ])("gives the same bits in parts as in one piece: %i x %i, depth %i", (rows, columns, depth) => {
    const once = product(rows, columns, depth, { along: "columns", parts: 1 });
    for (const along of ["rows", "columns"] as const) {
      for (const parts of [2, 5]) expect(product(rows, columns, depth, { along, parts })).toEqual(once);
    }
    if (depth <= 512) return;
    for (const parts of [1, 2, 4]) expect(product(rows, columns, depth, { along: "depth", parts })).toEqual(once);
  });
});
