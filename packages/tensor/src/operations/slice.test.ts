import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange } from "../create.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { square } from "./square.ts";

const device = await backend();

describe("slice", () => {
  const x = arange(10, { backend: device });

  it("takes what Python's start:end:step takes", async () => {
    const positions = Array.from({ length: 10 }, (_, position) => position);
    const bounds = [undefined, -12, -10, -3, -1, 0, 2, 9, 10, 15];
    for (const step of [1, 2, 3, -1, -4]) {
      for (const start of bounds) {
        for (const end of bounds) {
          const range = { step, ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
          expect([...(await slice(x, [range]).data())]).toEqual(pythonSlice(positions, start, end, step));
        }
      }
    }
  });

  it("takes a range for each axis, or the whole axis", async () => {
    const matrix = reshape(x, [2, 5]);
    expect(await slice(matrix, [undefined, { start: 1, end: -1, step: 2 }]).toArray()).toEqual([[1, 3], [6, 8]]); // prettier-ignore
    expect(await slice(matrix, [{ start: 1 }]).toArray()).toEqual([[5, 6, 7, 8, 9]]);
    expect(await slice(matrix, [{ step: -1 }, { step: -2 }]).toArray()).toEqual([[9, 7, 5], [4, 2, 0]]); // prettier-ignore
    expect(slice(matrix, [{ start: 2 }]).shape).toEqual([0, 5]);
    expect(slice(matrix, [])).toBe(matrix);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: Array.from({ length: 21 }, (_, position) => position / 8), shape: [3, 7] };
    const ranges = [
      [{ start: 1 }, { end: -2 }],
      [undefined, { start: 1, step: 3 }],
      [{ step: -2 }, { start: 5, end: 1, step: -2 }],
      [{ start: 3 }, undefined],
    ];
    for (const range of ranges) await checkGradient((a) => slice(a, range), [input]);
    await checkSecondGradient((a) => square(slice(a, ranges[2]!)), [input]);
  });

  it("refuses ranges that make no sense", () => {
    expect(() => slice(x, [{}, {}])).toThrow("slice: expected at most 1 ranges, got 2 for input [10]");
    expect(() => slice(x, [{ start: 1, step: 0 }])).toThrow(
      "slice: expected integers start:end:step with a step other than 0, got 1::0",
    );
    expect(() => slice(x, [{ end: 1.5 }])).toThrow("got :1.5:1");
  });
});

/** What Python gives for `list[start:end:step]`, element by element as its documentation says. */
function pythonSlice(
  list: readonly number[],
  start: number | undefined,
  end: number | undefined,
  step: number,
): number[] {
  const size = list.length;
  const resolve = (bound: number | undefined, otherwise: number): number => {
    if (bound === undefined) return otherwise;
    return bound < 0 ? bound + size : bound;
  };
  const first = resolve(start, step > 0 ? 0 : size - 1);
  const last = resolve(end, step > 0 ? size : -1);
  const taken: number[] = [];
  const from = step > 0 ? Math.max(first, 0) : Math.min(first, size - 1);
  for (let at = from; step > 0 ? at < Math.min(last, size) : at > Math.max(last, -1); at += step) taken.push(list[at]!);
  return taken;
}
