import { interpret, type Backend, type Kernel, type Step, type TypedArray } from "@nn/backend";
import { batchNormTraining } from "@nn/batchnorm";
import { maxPool2d } from "@nn/pooling";
import { groupNorm, layerNorm } from "@nn/normalization";
import { evaluate, grad, logSoftmax, softmax, tensor, Variable, type Tensor } from "@nn/tensor";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generate } from "../codegen/generate.ts";
import { createCpu } from "../createCpu.ts";
import { rowKernels } from "./fixtures.ts";
import { Joiner, type KernelStep } from "./joiner.ts";
import { joinKernels } from "./joinKernels.ts";

/** So fine that everything that can be joined is. */
const tuning = { grain: { elements: 1, nanoseconds: 0 }, eager: true };
let joining: Backend;
let apart: Backend;

beforeAll(async () => {
  joining = await createCpu({ threads: 2 }, tuning);
  apart = await createCpu({ threads: 2 }, tuning);
  const run = apart.run.bind(apart);
  Object.assign(apart, { run: (steps: readonly Step[]) => steps.forEach((step) => void run([step])) });
});
afterAll(() => [joining, apart].forEach((backend) => backend.dispose()));

type Compute = (x: Tensor, upstream: Tensor) => readonly Tensor[];

const gradientsToo =
  (apply: (x: Tensor) => Tensor): Compute =>
  (x, upstream) => {
    const y = apply(x);
    return [y, ...grad(y, [x], upstream)];
  };

/** What they are, the shape, and how many pairs of steps are joined. */
const computations: readonly [string, readonly number[], number, Compute][] = [
  ["softmax of whole vectors", [9, 64], 2, gradientsToo((x) => softmax(x))],
  ["softmax of other rows", [9, 65], 2, gradientsToo((x) => softmax(x))],
  ["softmax of short rows", [9, 10], 0, gradientsToo((x) => softmax(x))],
  ["softmax of long rows", [8, 1000], 2, gradientsToo((x) => softmax(x))],
  ["softmax of images", [2, 4, 8, 12], 2, gradientsToo((x) => softmax(x, { axis: [2, 3] }))],
  ["softmax over channels", [2, 40, 3, 4], 0, gradientsToo((x) => softmax(x, { axis: 1 }))],
  ["softmax of few rows", [3, 100], 0, gradientsToo((x) => softmax(x))],
  ["log softmax", [9, 44], 1, gradientsToo((x) => logSoftmax(x))],
  ["layer norm", [12, 36], 1, gradientsToo((x) => layerNorm(x, 36))],
  ["group norm", [3, 8, 4, 5], 0, gradientsToo((x) => groupNorm(x, 4))],
  ["batch norm", [3, 9, 5, 7], 1, gradientsToo((x) => batchNormTraining(x).output)],
  ["batch norm of vectors", [40, 9], 0, gradientsToo((x) => batchNormTraining(x).output)],
  ["batch norm and a pool", [2, 8, 9, 9], 1, (x) => [maxPool2d(batchNormTraining(x).output, { kernelSize: 3, padding: 1 })]],
  ["batch norm whose statistics are read", [2, 8, 6, 6], 1, (x) => {
    const { output, mean, variance } = batchNormTraining(x);
    return [output, mean, variance];
  }],
]; // prettier-ignore

async function run(backend: Backend, shape: readonly number[], compute: Compute): Promise<TypedArray[]> {
  const size = shape.reduce((product, length) => product * length, 1);
  const numbers = (seed: number): number[] => Array.from({ length: size }, (_, at) => 3 * Math.sin(seed + at * at));
  const x = new Variable(tensor(numbers(1), { backend, shape }), true);
  const probe = compute(x, x);
  const upstream = tensor(
    Array.from({ length: size }, (_, at) => Math.cos(at * 7)),
    { backend, shape },
  );
  const results = probe[0]!.shape.join() === shape.join() ? compute(x, upstream) : probe;
  await evaluate(...results);
  return Promise.all(results.map((result) => result.data()));
}

describe("joined steps", () => {
  it.each(computations)("%s: the same bits as one after the other", async (_, shape, pairs, compute) => {
    const alone = await run(apart, shape, compute);
    const join = vi.spyOn(Joiner.prototype, "join");
    const together = await run(joining, shape, compute);
    const joined = join.mock.results.filter(({ value }) => value !== undefined);
    join.mockRestore();
    expect(joined).toHaveLength(pairs);
    expect(together.map((result, at) => firstDifference(result, alone[at]!))).toEqual(together.map(() => -1));
  });
});

/** Where the bits differ; −1 if they do not. */
function firstDifference(one: TypedArray, other: TypedArray): number {
  const [bits, others] = [one, other].map(
    ({ buffer, byteOffset, length }) => new Int32Array(buffer, byteOffset, length),
  );
  return bits!.findIndex((word, at) => word !== others![at]);
}

describe("two kernels", () => {
  const wiring = [
    { kind: "input", number: 0 },
    { kind: "output", number: 0 },
    { kind: "output", number: 1 },
  ] as const;
  const join = (first: Kernel, second: Kernel): unknown => joinKernels(first, second, wiring);

  it("are joined where the second reads the row that the first folds, and its results", () => {
    const { statistics, apply } = rowKernels([9, 40]);
    const joint = joinKernels(statistics, apply, wiring)!;
    expect(joint.kernel.shape).toEqual([9, 40]);
    expect(joint.layout).toEqual({ strides: [[1, 0], [1, 0], [40, 1]], leadingAxes: 1, unitOutputs: 2 }); // prettier-ignore
    expect(joint.ownInputs).toEqual([]);
    const x = Float32Array.from({ length: 360 }, (_, at) => Math.sin(at));
    const [first, second] = interpret(statistics, [x]);
    expect(interpret(joint.kernel, [x])[2]).toEqual(interpret(apply, [x, first!, second!])[0]);
  });

  it("make tasks of several rows, of the elements that one task shall have", () => {
    const { statistics, apply } = rowKernels([4096, 1000]);
    const { kernel, layout } = joinKernels(statistics, apply, wiring)!;
    const options = { sharedMemory: false, relaxedSimd: false, layout };
    // A row of 1000 is folded once and written once.
    expect(generate(kernel, { ...options, taskElements: 32_000 }).schedule).toMatchObject({ units: 4096, chunk: 16 });
    expect(generate(kernel, { ...options, taskElements: 1 }).schedule).toMatchObject({ units: 4096, chunk: 1 });
  });

  it("are not where rows are short, units few, or folds run along the units", () => {
    for (const shape of [[9, 32], [7, 40]] as const) {
      const { statistics, apply } = rowKernels(shape);
      expect(join(statistics, apply)).toBeUndefined();
    } // prettier-ignore
    const { statistics, apply } = rowKernels([40, 9], 1);
    expect(join(statistics, apply)).toBeUndefined();
  });

  it("are not where the second reads results of other units, or nothing that the first reads", () => {
    const { statistics, shifted, apply } = rowKernels([9, 40]);
    expect(join(statistics, shifted)).toBeUndefined();
    expect(joinKernels(statistics, apply, [undefined, wiring[1], wiring[2]])).toBeUndefined();
  });

  it("are not where the second writes to what the first reads or computes", async () => {
    const { statistics, apply } = rowKernels([9, 40]);
    const memory = new WebAssembly.Memory({ initial: 1 });
    const joiner = new Joiner({ memory, threads: 1, relaxedSimd: false, grain: tuning.grain });
    const backend = await createCpu({ threads: 1 });
    const [x, maximum, total, y] = [360, 9, 9, 360].map((length) => backend.allocate("float32", length));
    const kernels = [statistics, apply] as const;
    const first: KernelStep = { inputs: [x!], outputs: [maximum!, total!], scalars: [] };
    const second: KernelStep = { inputs: [x!, maximum!, total!], outputs: [y!], scalars: [] };
    expect(joiner.join(first, second, kernels)).toMatchObject({ inputs: [x], outputs: [maximum, total, y] });
    expect(joiner.join(first, { ...second, outputs: [x!] }, kernels)).toBeUndefined();
    expect(joiner.join(first, { ...second, outputs: [total!] }, kernels)).toBeUndefined();
  });
});
