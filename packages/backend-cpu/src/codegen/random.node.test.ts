import { printKernel } from "@nn/backend";
import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDifference, randomCase, runBoth } from "./fixtures.ts";

/** More with `RUNS=5000 pnpm unit`. */
const numRuns = Number(process.env["RUNS"] ?? 300);

test("a kernel at random gives what the interpreter gives", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { kernel, data } = randomCase(seed);
      const { actual, expected } = runBoth(kernel, data, [2.5, 3]);
      expected.forEach((array, number) => {
        const difference = firstDifference(actual[number]!, array);
        expect(difference, `output ${number} of\n${printKernel(kernel)}`).toBeUndefined();
      });
    }),
    { numRuns, endOnFailure: true },
  );
}, 120_000);
