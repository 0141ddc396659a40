import { add, multiply, scalar, type Backend, type Executable, type Step } from "@nn/backend";
import { mul, sum, tensor } from "@nn/tensor";
import { check, type Check } from "../check.ts";
import { expectArray, expectNumbers, expectThat } from "../expect.ts";
import { elementOf, elementwiseKernel } from "../kernels/kernel.ts";

const type = { dtype: "float32", shape: [3] } as const;
const affine = elementwiseKernel([3], [type], add(multiply(elementOf(0, type), 2), scalar(0, "float32")), ["float32"]);

/** x and y, with y = 2x + added. */
function stepOf(backend: Backend, executable: Executable, first: number, added: number): Step {
  const [x, y] = [backend.allocate("float32", 3), backend.allocate("float32", 3)];
  backend.write(x, Float32Array.of(first, first + 1, first + 2));
  return { executable, inputs: [x], outputs: [y], scalars: [added] };
}

function release(backend: Backend, steps: readonly Step[]): void {
  steps.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]).forEach((buffer) => backend.free(buffer));
}

const resultOf = (first: number, added: number): Float32Array =>
  Float32Array.from([0, 1, 2], (offset) => 2 * (first + offset) + added);

/** Work runs in the order in which it was given, however much of it is under way. */
export const concurrency: readonly Check[] = [
  check("concurrency", "keeps many reads in flight apart", async ({ backend }) => {
    const buffers = Array.from({ length: 20 }, (_, number) => backend.allocate("float32", number + 1));
    buffers.forEach((buffer, number) => backend.write(buffer, new Float32Array(number + 1).fill(number)));
    const reads = buffers.map((buffer) => backend.read(buffer)).reverse();
    const arrays = (await Promise.all(reads)).reverse();
    arrays.forEach((array, number) => expectArray(array, new Float32Array(number + 1).fill(number), `read ${number}`));
    buffers.forEach((buffer) => backend.free(buffer));
  }),
  check("concurrency", "keeps reads of equal length apart", async ({ backend }) => {
    const buffers = Array.from({ length: 8 }, () => backend.allocate("float32", 4));
    buffers.forEach((buffer, number) => backend.write(buffer, new Float32Array(4).fill(number)));
    const arrays = await Promise.all(buffers.map((buffer) => backend.read(buffer)));
    arrays.forEach((array, number) => expectArray(array, new Float32Array(4).fill(number), `read ${number}`));
    buffers.forEach((buffer) => backend.free(buffer));
  }),
  check(
    "concurrency",
    "a read sees what was given before it, and nothing that was given after it",
    async ({ backend }) => {
      const buffer = backend.allocate("float32", 2);
      backend.write(buffer, Float32Array.of(1, 2));
      const before = backend.read(buffer);
      backend.write(buffer, Float32Array.of(3, 4));
      const after = backend.read(buffer);
      expectArray(await before, Float32Array.of(1, 2), "the read before the write");
      expectArray(await after, Float32Array.of(3, 4), "the read after the write");
      backend.free(buffer);
    },
  ),
  check("concurrency", "a buffer may be freed while it is read", async ({ backend }) => {
    const buffer = backend.allocate("float32", 2);
    backend.write(buffer, Float32Array.of(1, 2));
    const reading = backend.read(buffer);
    backend.free(buffer);
    const next = backend.allocate("float32", 2);
    backend.write(next, Float32Array.of(8, 9));
    expectArray(await reading, Float32Array.of(1, 2), "the read that was under way");
    backend.free(next);
  }),
  check("concurrency", "runs, compilations and reads overlap", async ({ backend }) => {
    const executables = await Promise.all(Array.from({ length: 4 }, async () => backend.compile(affine)));
    const steps = executables.map((executable, number) => stepOf(backend, executable, 10 * number, number));
    const runs = steps.map(async (step) => backend.run([step]));
    const arrays = await Promise.all(steps.map(({ outputs: [y] }) => backend.read(y!)));
    await Promise.all(runs);
    arrays.forEach((array, number) => expectArray(array, resultOf(10 * number, number), `run ${number}`));
    release(backend, steps);
  }),
  check("concurrency", "the steps of one run follow each other", async ({ backend }) => {
    const executable = await backend.compile(affine);
    const first = stepOf(backend, executable, 1, 1);
    const y = first.outputs[0]!;
    const last = backend.allocate("float32", 3);
    const back: Step = { executable, inputs: [y], outputs: [first.inputs[0]!], scalars: [0] };
    const end: Step = { executable, inputs: [first.inputs[0]!], outputs: [last], scalars: [-1] };
    await backend.run([first, back, end]);
    expectArray(await backend.read(y), Float32Array.of(3, 5, 7), "the first step");
    expectArray(await backend.read(last), Float32Array.of(11, 19, 27), "the last step");
    release(backend, [first]);
    backend.free(last);
  }),
  check("concurrency", "one executable runs several times in one run", async ({ backend }) => {
    const executable = await backend.compile(affine);
    const steps = [0, 1, 2].map((number) => stepOf(backend, executable, number, 100 * number));
    await backend.run(steps);
    for (const [number, { outputs }] of steps.entries()) {
      expectArray(await backend.read(outputs[0]!), resultOf(number, 100 * number), `step ${number}`);
    }
    release(backend, steps);
  }),
  check("concurrency", "does nothing for a run without steps", async ({ backend }) => {
    const before = backend.memory().buffers;
    await backend.run([]);
    expectThat(backend.memory().buffers === before, "a run without steps changed the number of buffers");
  }),
  check("concurrency", "tensors are read while others are computed", async ({ backend }) => {
    const sums = Array.from({ length: 6 }, (_, number) => {
      const x = tensor(new Float32Array(100 + number).fill(number), { backend });
      return sum(mul(x, x)).item();
    });
    const expected = sums.map((_, number) => (100 + number) * number * number);
    expectNumbers(await Promise.all(sums), expected, "sums of squares", { relative: 1e-6 });
  }),
];
