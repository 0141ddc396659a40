import { printKernel } from "@nn/backend";
import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDifference, randomCase } from "../../backend-cpu/src/codegen/fixtures.ts";
import { device, runBoth } from "./fixtures.ts";

test("a kernel at random gives what the interpreter gives", async () => {
  const { maximumInputs } = (await device()).capabilities;
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const { kernel, data } = randomCase(seed);
      fc.pre(kernel.inputs.length <= maximumInputs);
      const { actual, expected } = await runBoth(kernel, data, [2.5, 3]);
      expected.forEach((array, number) => {
        const difference = firstDifference(actual[number]!, array);
        expect(difference, `output ${number} of\n${printKernel(kernel)}`).toBeUndefined();
      });
    }),
    { numRuns: 200, endOnFailure: true },
  );
}, 120_000);
