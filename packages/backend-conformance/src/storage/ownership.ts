import { add, type Backend, type Executable, type Step } from "@nn/backend";
import { check, type Check } from "../check.ts";
import { expectArray, expectRefusal } from "../expect.ts";
import { elementOf, elementwiseKernel } from "../kernels/kernel.ts";

const type = { dtype: "float32", shape: [2] } as const;
const plusOne = elementwiseKernel([2], [type], add(elementOf(0, type), 1));

async function prepared(backend: Backend): Promise<Step & { readonly executable: Executable }> {
  const executable = await backend.compile(plusOne);
  const [x, y] = [backend.allocate("float32", 2), backend.allocate("float32", 2)];
  backend.write(x, Float32Array.of(1, 2));
  return { executable, inputs: [x], outputs: [y], scalars: [] };
}

function release(backend: Backend, { inputs, outputs }: Step): void {
  [...inputs, ...outputs].forEach((buffer) => backend.free(buffer));
}

/** A backend refuses what is not its own, and what is gone. */
export const ownership: readonly Check[] = [
  check("ownership", "refuses buffers that were freed", async ({ backend }) => {
    const step = await prepared(backend);
    const gone = backend.allocate("float32", 2);
    backend.write(gone, Float32Array.of(1, 2));
    backend.free(gone);
    await expectRefusal(() => backend.read(gone), "backend", "read of a freed buffer");
    await expectRefusal(() => backend.write(gone, Float32Array.of(1, 2)), "backend", "write to a freed buffer");
    await expectRefusal(() => backend.free(gone), "backend", "free of a freed buffer");
    await expectRefusal(() => backend.run([{ ...step, inputs: [gone] }]), "backend", "run on a freed input");
    await expectRefusal(() => backend.run([{ ...step, outputs: [gone] }]), "backend", "run on a freed output");
    release(backend, step);
  }),
  check(
    "ownership",
    "refuses to read a freed buffer at once",
    async ({ backend }) => {
      const gone = backend.allocate("float32", 2);
      backend.free(gone);
      await expectRefusal(() => backend.readSync!(gone), "backend", "readSync of a freed buffer");
    },
    { readSync: true },
  ),
  check("ownership", "refuses buffers and executables of another backend", async ({ backend, create, reference }) => {
    const step = await prepared(backend);
    for (const other of [await create(), reference]) {
      const theirs = await prepared(other);
      const [foreign] = theirs.inputs;
      await expectRefusal(() => backend.read(foreign!), "backend", "read of a foreign buffer");
      await expectRefusal(() => backend.write(foreign!, new Float32Array(2)), "backend", "write to a foreign buffer");
      await expectRefusal(() => backend.free(foreign!), "backend", "free of a foreign buffer");
      await expectRefusal(() => backend.run([{ ...step, inputs: theirs.inputs }]), "backend", "run on a foreign input");
      await expectRefusal(
        () => backend.run([{ ...step, outputs: theirs.outputs }]),
        "backend",
        "run on a foreign output",
      );
      const foreignProgram = { ...step, executable: theirs.executable };
      await expectRefusal(() => backend.run([foreignProgram]), "backend", "run of a foreign executable");
      release(other, theirs);
    }
    await backend.run([step]);
    expectArray(await backend.read(step.outputs[0]!), Float32Array.of(2, 3), "a run after refusals");
    release(backend, step);
  }),
  check("ownership", "refuses objects that only look like its own", async ({ backend }) => {
    const step = await prepared(backend);
    const pretended = { dtype: "float32", length: 2 } as const;
    await expectRefusal(() => backend.read(pretended), "backend", "read of an object that is no buffer");
    const program = { ...step, executable: { kernel: plusOne } };
    await expectRefusal(() => backend.run([program]), "backend", "run of an object that is no executable");
    release(backend, step);
  }),
  check("ownership", "refuses everything but free once it was disposed of", async ({ create }) => {
    const backend = await create();
    const step = await prepared(backend);
    const [x] = step.inputs;
    backend.dispose();
    await expectRefusal(() => backend.allocate("float32", 1), "backend", "allocate");
    await expectRefusal(() => backend.write(x!, Float32Array.of(1, 2)), "backend", "write");
    await expectRefusal(() => backend.read(x!), "backend", "read");
    await expectRefusal(() => backend.compile(plusOne), "backend", "compile");
    await expectRefusal(() => backend.run([step]), "backend", "run");
    await expectRefusal(() => backend.memory(), "backend", "memory");
    backend.free(x!);
  }),
];
