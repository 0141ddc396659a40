import { interpreter, type Backend } from "@nn/backend";
import { backend, expectClose } from "@nn/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { tensor } from "../create.ts";
import { configure } from "../explain.ts";
import { grad } from "../gradient.ts";
import type { Tensor } from "../tensor.ts";
import { abs } from "./abs.ts";
import { add } from "./add.ts";
import { concat } from "./concat.ts";
import { expand } from "./expand.ts";
import { flip } from "./flip.ts";
import { matmul } from "./matmul.ts";
import { max } from "./max.ts";
import { mean } from "./mean.ts";
import { mul } from "./mul.ts";
import { pad } from "./pad.ts";
import { reshape } from "./reshape.ts";
import { roll } from "./roll.ts";
import { sin } from "./sin.ts";
import { slice } from "./slice.ts";
import { sub } from "./sub.ts";
import { sum } from "./sum.ts";
import { transpose } from "./transpose.ts";
import { tril } from "./tril.ts";
import { variance } from "./variance.ts";

/** Steps from matrix to matrix, and from two to one. */
const steps: readonly ((x: Tensor, y: Tensor) => Tensor)[] = [
  (x) => sin(x),
  (x) => abs(x),
  (x) => transpose(x),
  (x) => flip(x, 1),
  (x) => roll(x, 2, 0),
  (x) => tril(x),
  (x) => reshape(x, [...x.shape].reverse()),
  (x) => slice(x, [{ step: 2 }, { step: -1 }]),
  (x) => pad(x, [[1, 0], [-1, 2]], { value: 3 }), // prettier-ignore
  (x) => expand(sum(x, { axes: 0, keepDims: true }), x.shape),
  (x) => sub(x, mean(x, { axes: 1, keepDims: true })),
  (x) => sub(x, max(x, { axes: 0, keepDims: true })),
  (x) => mul(x, variance(x, { axes: 0, correction: 0, keepDims: true })),
  (x, y) => concat([x, expand(sum(y, { axes: 1, keepDims: true }), [y.shape[0]!, x.shape[1]!])]),
  (x, y) => add(x, sum(y)),
  (x, y) => matmul(x, expand(mean(y, { keepDims: true }), [x.shape[1]!, 3])),
  (x, y) => matmul(transpose(x), add(x, mean(y))),
  (x, y) => mul(x, slice(y, [{ end: 1 }, { start: -1 }])),
];

/** Two results of a program, and the gradient of one: each step takes two of the values so far, most often late ones. */
function run(program: readonly (readonly [step: number, x: number, y: number])[], on: Backend): Tensor[] {
  const data = Array.from({ length: 12 }, (_, position) => Math.sin(position));
  const first = tensor(Float32Array.from(data), { backend: on, shape: [3, 4], requiresGradient: true });
  const values = [first, mul(first, 0.5)];
  for (const [step, x, y] of program) {
    const pick = (back: number): Tensor => values[Math.max(0, values.length - 1 - back)]!;
    const value = steps[step]!(pick(x), pick(y));
    values.push(value.size > 400 ? slice(value, [{ end: 6 }, { end: 6 }]) : value);
  }
  const last = values.at(-1)!;
  return [...values.slice(-2), ...grad(mean(mul(last, last)), [first])];
}

async function read(tensors: readonly Tensor[]): Promise<number[][]> {
  return Promise.all(tensors.map(async (tensor) => [...(await tensor.data())]));
}

describe("operations in any combination", () => {
  it("give the same results fused, one by one, and on the interpreter", async () => {
    const device = await backend();
    const reference = await interpreter();
    configure(reference, { fusion: false });
    const back = fc.nat({ max: 3 });
    const program = fc.array(fc.tuple(fc.nat({ max: steps.length - 1 }), back, back), { maxLength: 8 });
    const property = fc.asyncProperty(program, async (made) => {
      const expected = await read(run(made, reference));
      const actual = await read(run(made, device));
      actual.forEach((numbers, result) => {
        const largest = Math.max(1, ...expected[result]!.filter(Number.isFinite).map(Math.abs));
        expectClose(numbers, expected[result]!, { absolute: 1e-4 * largest });
      });
    });
    await fc.assert(property, { numRuns: 40, seed: 1 });
  }, 30_000);
});
