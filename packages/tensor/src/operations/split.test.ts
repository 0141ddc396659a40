import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, zeros } from "../create.ts";
import { split } from "./split.ts";

const device = await backend();

describe("split", () => {
  const x = arange(7, { backend: device });

  it("cuts into pieces of one size, or of given sizes", async () => {
    const arrays = (parts: ReturnType<typeof split>) => Promise.all(parts.map((part) => part.toArray()));
    expect(await arrays(split(x, 3))).toEqual([[0, 1, 2], [3, 4, 5], [6]]); // prettier-ignore
    expect(await arrays(split(x, [2, 0, 5]))).toEqual([[0, 1], [], [2, 3, 4, 5, 6]]); // prettier-ignore
    expect(split(zeros([2, 6], { backend: device }), 3, -1).map(({ shape }) => shape)).toEqual([[2, 3], [2, 3]]); // prettier-ignore
    expect(split(zeros([0], { backend: device }), 3).map(({ shape }) => shape)).toEqual([[0]]);
  });

  it("has gradients", async () => {
    await checkGradient((a) => split(a, [1, 2], 1), [{ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }]);
  });

  it("refuses sizes that do not fit", () => {
    expect(() => split(x, 0)).toThrow("split: expected size to be an integer of at least 1, got 0");
    expect(() => split(x, [3, 3])).toThrow("split: expected sizes that add up to 7, got [3, 3]");
    expect(() => split(x, [8, -1])).toThrow("split: expected sizes to be integers of at least 0, got [8, -1]");
  });
});
