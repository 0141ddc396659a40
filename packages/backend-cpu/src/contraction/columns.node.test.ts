import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupColumns } from "./columns.ts";

/** Runs of the given lengths with gaps between them. */
function runs(lengths: readonly number[]): Int32Array {
  const offsets: number[] = [];
  let next = 0;
  for (const length of lengths) {
    for (let at = 0; at < length; at++) offsets.push(next++);
    next += 3;
  }
  return Int32Array.from(offsets);
}

describe("groupColumns", () => {
  it("pairs groups of four", () => {
    expect([...groupColumns(runs([16]), undefined, false)!]).toEqual([0, 4, 8, 12]);
  });

  it("repeats a group that is left over", () => {
    expect([...groupColumns(runs([4, 8]), undefined, false)!]).toEqual([0, 4, 8, 8]);
  });

  it("lets the last two groups of a run overlap, in one pair", () => {
    expect([...groupColumns(runs([14]), undefined, false)!]).toEqual([0, 4, 8, 10]);
    expect([...groupColumns(runs([5, 4]), undefined, false)!]).toEqual([0, 1, 5, 5]);
  });

  it("refuses runs shorter than a group, unless there is room behind them", () => {
    expect(groupColumns(runs([3, 4]), undefined, false)).toBeUndefined();
    expect(groupColumns(runs([3]), undefined, false)).toBeUndefined();
    expect([...groupColumns(runs([3]), undefined, true)!]).toEqual([0, 0]);
  });

  it("stays within the runs of a directly read operand", () => {
    expect([...groupColumns(runs([8]), runs([4, 4]), false)!]).toEqual([0, 4]);
    expect(groupColumns(runs([8]), runs([2, 6]), false)).toBeUndefined();
  });

  it("covers every column, and no column by two pairs", () => {
    const lengths = fc.array(fc.integer({ min: 4, max: 30 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lengths, (all) => {
        const offsets = runs(all);
        const groups = groupColumns(offsets, undefined, false)!;
        const owners = new Map<number, Set<number>>();
        groups.forEach((first, group) => {
          for (let column = first; column < first + 4; column++) {
            expect(offsets[column]! - offsets[first]!).toBe(column - first);
            owners.set(column, (owners.get(column) ?? new Set()).add(Math.floor(group / 2)));
          }
        });
        expect(owners.size).toBe(offsets.length);
        for (const pairs of owners.values()) expect(pairs.size).toBe(1);
      }),
    );
  });
});
