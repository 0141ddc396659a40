import { index } from "@nn/backend";
import { backend } from "@nn/testing";
import { apply, type Operation } from "@nn/tensor";
import { expect, it } from "vitest";
import { adaptiveRange, checkAdaptiveRange } from "./adaptiveRange.ts";

const device = await backend();

const rangesOperation: Operation<{ from: number; to: number }> = {
  name: "ranges",
  formula: (_, { from, to }) => {
    const { start, size } = adaptiveRange(index(0), from, to);
    return { shape: [to], outputs: [start, size] };
  },
};

async function ranges(from: number, to: number): Promise<[number, number][]> {
  const [start, size] = apply(rangesOperation, [], { from, to }, device);
  const [starts, sizes] = [await start!.data(), await size!.data()];
  return Array.from(starts, (value, place) => [value, value + sizes[place]!]);
}

it.each([
  [7, 5],
  [5, 7],
  [8, 4],
  [12, 8],
  [1, 3],
  [13, 1],
  [10, 7],
])("gives ⌊i · %j / %j⌋ to ⌈(i + 1) · …⌉", async (from, to) => {
  const expected = Array.from({ length: to }, (_, place) => [
    Math.floor((place * from) / to),
    Math.ceil(((place + 1) * from) / to),
  ]);
  expect(await ranges(from, to)).toEqual(expected);
  const largest = Math.max(...expected.map(([start, end]) => end! - start!));
  expect(adaptiveRange(index(0), from, to).extent).toBe(largest);
});

it("is exact where sizes are beyond the integers of float32", async () => {
  expect(await ranges(100_000_003, 3)).toEqual([
    [0, 33_333_335],
    [33_333_334, 66_666_669],
    [66_666_668, 100_000_003],
  ]);
});

it("refuses what 32 bits cannot hold", () => {
  expect(() => checkAdaptiveRange("adaptiveAvgPool1d", 100_003, 50_021)).toThrow(
    "adaptiveAvgPool1d: expected sizes whose product is below 2^31, or of which one divides the other, got 100003 to 50021",
  );
  checkAdaptiveRange("adaptiveAvgPool1d", 100_000, 50_000);
});
