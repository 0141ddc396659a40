import { grad, mul, sum, tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Sparsemax, sparsemax } from "./sparsemax.ts";

const on = { backend: await backend() };

describe("sparsemax", () => {
  it("gives shares to the largest and 0 to the rest", async () => {
    const x = tensor([[1, 0.5, -1], [2, 0, 0], [3, 3, 3]], on); // prettier-ignore
    expectClose(await sparsemax(x).data(), [0.75, 0.25, 0, 1, 0, 0, 1 / 3, 1 / 3, 1 / 3]);
    expectClose(await new Sparsemax({ axis: 0 }).forward(x).data(), [0, 0, 0, 0, 0, 0, 1, 1, 1]);
    expect(new Sparsemax().toString()).toBe("Sparsemax(axis=-1)");
  });

  it("neither overflows nor loses shares of large numbers", async () => {
    expect(await sparsemax(tensor([1e38, -1e38, 1e38, -Infinity], on)).toArray()).toEqual([0.5, 0, 0.5, 0]);
  });

  it("gives NaN where the largest is not finite", async () => {
    expect(await sparsemax(tensor([1, NaN, -9], on)).toArray()).toEqual([NaN, NaN, NaN]);
    expect(await sparsemax(tensor([1, Infinity, -9], on)).toArray()).toEqual([NaN, NaN, NaN]);
  });

  it("gives a point of the simplex that sorting finds, too", async () => {
    const numbers = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(numbers, async (tenths) => {
        const row = tenths.map((tenth) => tenth / 16);
        expectClose(await sparsemax(tensor(row, on)).data(), bySorting(row));
      }),
      { numRuns: 20 },
    );
  });

  it("moves mass within its support only", async () => {
    const x = tensor([1, 0.5, -1], { ...on, requiresGradient: true });
    const [gradient] = grad(sum(mul(sparsemax(x), tensor([3, 1, 7], on))), [x]);
    expectClose(await gradient!.data(), [1, -1, 0]);
    const input = { data: [0.9, 0.5, -1, 0.2, 2.5, 0.1], shape: [2, 3] };
    await checkGradient((a) => sparsemax(a), [input]);
    await checkSecondGradient((a) => sparsemax(a), [input]);
  });
});

/** The paper's algorithm 1. */
function bySorting(row: readonly number[]): number[] {
  const sorted = [...row].sort((a, b) => b - a);
  let [total, threshold] = [0, 0];
  for (const [position, value] of sorted.entries()) {
    total += value;
    if (1 + (position + 1) * value > total) threshold = (total - 1) / (position + 1);
  }
  return row.map((value) => Math.max(value - threshold, 0));
}
