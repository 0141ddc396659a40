import { add, type MemoryReport } from "@nn/backend";
import { Linear } from "@nn/linear";
import { mseLoss } from "@nn/losses";
import { Adam } from "@nn/optimizers";
import { backward, generator, ones, sum, mul, tensor } from "@nn/tensor";
import { check, type Check } from "../check.ts";
import { expectThat } from "../expect.ts";
import { elementOf, elementwiseKernel } from "../kernels/kernel.ts";
import { runKernel } from "../kernels/runKernel.ts";

function expectSame(before: MemoryReport, after: MemoryReport, what: string): void {
  const show = ({ bytes, buffers }: MemoryReport): string => `${buffers} buffers of ${bytes} bytes`;
  expectThat(show(before) === show(after), `${what}: expected ${show(before)}, got ${show(after)}`);
}

/** What is freed comes back, whoever allocated it. */
export const memory: readonly Check[] = [
  check("memory", "counts what is allocated, and what is freed", async ({ create }) => {
    const backend = await create();
    const empty = backend.memory();
    expectThat(empty.buffers === 0 && empty.bytes === 0, `a new backend holds ${empty.buffers} buffers`);
    const buffers = [1, 100, 0].map((length) => backend.allocate("float32", length));
    const full = backend.memory();
    expectThat(full.buffers === 3, `expected 3 buffers, got ${full.buffers}`);
    expectThat(full.bytes >= 4 * 101, `expected at least ${4 * 101} bytes for 101 floats, got ${full.bytes}`);
    expectThat(full.reservedBytes >= full.bytes, `${full.reservedBytes} bytes reserved hold ${full.bytes}`);
    buffers.forEach((buffer) => backend.free(buffer));
    expectSame(empty, backend.memory(), "after everything was freed");
  }),
  check("memory", "takes no more from the system for the same work again", async ({ create }) => {
    const backend = await create();
    const type = { dtype: "float32", shape: [1000] } as const;
    const kernel = elementwiseKernel([1000], [type], add(elementOf(0, type), 1));
    const work = (): Promise<unknown> => runKernel(backend, kernel, [new Float32Array(1000)]);
    for (let round = 0; round < 3; round++) await work();
    const { reservedBytes } = backend.memory();
    for (let round = 0; round < 20; round++) await work();
    const after = backend.memory().reservedBytes;
    expectThat(after <= reservedBytes, `reserved ${reservedBytes} bytes after 3 runs, and ${after} after 23`);
  }),
  check("memory", "holds no more after a run than before it", async ({ create }) => {
    const backend = await create();
    const type = { dtype: "float32", shape: [9] } as const;
    const before = backend.memory();
    await runKernel(backend, elementwiseKernel([9], [type], add(elementOf(0, type), 1)), [new Float32Array(9)]);
    expectSame(before, backend.memory(), "after a run whose buffers were freed");
  }),
  check("memory", "gives back the tensors that are disposed of", async ({ create }) => {
    const backend = await create();
    const before = backend.memory();
    const x = tensor(
      Float32Array.from({ length: 4000 }, (_, at) => at),
      { backend },
    );
    const y = mul(x, x);
    await sum(y).item();
    await y.data();
    [x, y].forEach((each) => each.dispose());
    expectSame(before, backend.memory(), "after both tensors were disposed of");
  }),
  check("memory", "stays flat while a model is trained", async ({ create }) => {
    const backend = await create();
    const model = new Linear(3, 2, { backend, generator: generator(1) });
    const optimizer = new Adam(model.parameters(), { learningRate: 0.01 });
    const [input, target] = [ones([4, 3], { backend }), ones([4, 2], { backend })];
    const train = async (steps: number): Promise<MemoryReport> => {
      for (let step = 0; step < steps; step++) {
        optimizer.zeroGrad();
        const loss = mseLoss(model.forward(input), target);
        backward(loss);
        optimizer.step();
        await loss.item();
      }
      return backend.memory();
    };
    expectSame(await train(4), await train(8), "after eight more steps");
  }),
];
