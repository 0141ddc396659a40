import type { DType } from "@nn/backend";
import { dropout, dropout2d, dropoutWithMask } from "@nn/dropout";
import { bernoulli, generator, grad, normal, ones, randint, uniform, type Tensor } from "@nn/tensor";
import { check, type Check, type CheckContext } from "../check.ts";
import { expectArray, expectNumbers } from "../expect.ts";
import { boundOfOperation } from "../tolerance.ts";

/** The same bits on the backend and on the interpreter. */
function sameBits(operation: string, dtype: DType, make: (context: Pick<CheckContext, "backend">) => Tensor): Check {
  const name = `${operation} of ${dtype} has the interpreter's bits`;
  const run = async (context: CheckContext): Promise<void> => {
    const actual = await make(context).data();
    expectArray(actual, await make({ backend: context.reference }).data(), name);
  };
  const requires = { dtypes: [dtype] };
  return { ...check("randomness", name, run, requires), covers: { operation, direction: "forward" } };
}

const [shape, seed] = [[7, 5, 29], 11];

/** What is drawn at random, and the masks of dropout, forward and backward. */
export const randomness: readonly Check[] = [
  sameBits("uniform", "float32", ({ backend }) => uniform(shape, { backend, generator: generator(seed) })),
  sameBits("bernoulli", "bool", ({ backend }) =>
    bernoulli(shape, { backend, generator: generator(seed), probability: 0.3, dtype: "bool" }),
  ),
  sameBits("bernoulli", "float32", ({ backend }) =>
    bernoulli(shape, { backend, generator: generator(seed), probability: 0.7, dtype: "float32" }),
  ),
  sameBits("randint", "int32", ({ backend }) =>
    randint(shape, { backend, generator: generator(seed), low: -(2 ** 31), high: 2 ** 31 - 1 }),
  ),
  sameBits("dropout", "float32", ({ backend }) =>
    dropout(ones(shape, { backend }), { probability: 0.5, generator: generator(seed) }),
  ),
  sameBits(
    "dropoutWithMask",
    "bool",
    ({ backend }) => dropoutWithMask(ones(shape, { backend }), { probability: 0.3, generator: generator(seed) }).mask,
  ),
  sameBits("dropout2d", "float32", ({ backend }) =>
    dropout2d(ones(shape, { backend }), { probability: 0.5, generator: generator(seed) }),
  ),
  {
    ...check("randomness", "dropout drops backward what it dropped forward", async ({ backend, reference }) => {
      const gradient = async (on: typeof backend): Promise<readonly (readonly number[])[]> => {
        const x = ones([1003], { backend: on, requiresGradient: true });
        const y = dropout(x, { probability: 0.25, generator: generator(seed) });
        const arrays = await Promise.all([y.data(), grad(y, [x])[0]!.data()]);
        return arrays.map((array) => [...array]);
      };
      const [[output, slope], [, expected]] = [await gradient(backend), await gradient(reference)];
      expectNumbers(slope!.map(Math.sign), output!.map(Math.sign), "dropped");
      expectNumbers(slope!, expected!, "gradient", { relative: 1e-6 });
    }),
    covers: { operation: "dropout", direction: "backward" },
  },
  {
    ...check("randomness", "normal is close to the interpreter's", async ({ backend, reference, tolerances }) => {
      const draw = (on: typeof backend): Tensor => normal(shape, { backend: on, generator: generator(seed) });
      const { relative, absolute } = boundOfOperation(tolerances, "normal", "forward");
      expectNumbers(await draw(backend).data(), await draw(reference).data(), "normal", { relative, absolute });
    }),
    covers: { operation: "normal", direction: "forward" },
  },
  check("randomness", "a second draw differs from the first, and a seed repeats both", async ({ backend }) => {
    const source = generator(3);
    const draws = await Promise.all([source, source].map((each) => uniform([99], { backend, generator: each }).data()));
    const again = generator(3);
    const repeated = await Promise.all(
      [again, again].map((each) => uniform([99], { backend, generator: each }).data()),
    );
    draws.forEach((array, number) => expectArray(array, repeated[number]!, `draw ${number}`));
    if (draws[0]!.every((value, at) => value === draws[1]![at])) throw new Error("both draws are the same");
  }),
];
