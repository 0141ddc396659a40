import fc from "fast-check";
import { expect, it } from "vitest";
import { evenly } from "./evenly.ts";

it.each([
  [64, 20, 2, 1, 16],
  [64, 41, 2, 1, 32],
  [64, 41, 1, 1, 32],
  [50176, 32768, 2, 4, 25088],
  [10, 32, 2, 1, 32],
  [7, 1, 2, 1, 1],
])("%i units of at most %i for each of %i threads, by %i: %i", (count, chunk, threads, step, expected) => {
  expect(evenly(count, chunk, threads, step)).toBe(expected);
});

it("makes as many tasks for each thread, but for what cannot be divided", () => {
  const sizes = [fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 8 })];
  fc.assert(
    fc.property(
      ...(sizes as [fc.Arbitrary<number>, fc.Arbitrary<number>, fc.Arbitrary<number>]),
      (count, chunk, threads) => {
        const own = evenly(count, chunk, threads);
        expect(own).toBeLessThanOrEqual(chunk);
        const tasks = Math.ceil(count / own);
        if (tasks > 1) expect(Math.ceil(tasks / threads) * own).toBeLessThan(count / threads + own + 1);
      },
    ),
  );
});
