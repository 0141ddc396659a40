import { printKernel } from "@nn/backend";
import { check, type Check } from "../check.ts";
import { expectArray } from "../expect.ts";
import { randomKernel } from "../kernels/randomKernel.ts";
import { runBoth } from "../kernels/runKernel.ts";

const batches = 5;

/** Kernels at random, of everything that the language has, against the interpreter. */
export const randomKernels: readonly Check[] = [false, true].flatMap((nonFinite) =>
  Array.from({ length: batches }, (_, batch) =>
    check(
      "formulas/random",
      `kernels at random, batch ${batch + 1} of ${batches}${nonFinite ? ", infinities and NaN" : ""}`,
      async ({ backend, randomKernels: total }) => {
        const options = { ...backend.capabilities, nonFinite };
        for (let number = batch; number < total / 2; number += batches) {
          const seed = nonFinite ? -1 - number : number;
          const { kernel, data, scalars } = randomKernel(seed, options);
          const { actual, expected } = await runBoth(backend, kernel, data, scalars);
          expected.forEach((array, output) => {
            expectArray(actual[output]!, array, `seed ${seed}, output ${output} of\n${printKernel(kernel)}\n`);
          });
        }
      },
      nonFinite ? { nonFinite } : {},
    ),
  ),
);
