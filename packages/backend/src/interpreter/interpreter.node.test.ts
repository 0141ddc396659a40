import { describe, expect, it } from "vitest";
import type { Step } from "../backend.ts";
import { add, index, load, multiply, scalar } from "../build.ts";
import { NNError } from "../errors.ts";
import type { Kernel, TensorType } from "../kernel.ts";
import { interpreter } from "./interpreter.ts";

const type: TensorType = { dtype: "float32", shape: [2] };
/** y[i] = x[i] * s + 1 */
const kernel: Kernel = {
  shape: [2],
  inputs: [type],
  scalars: ["float32"],
  folds: [],
  outputs: [{ dtype: "float32", value: add(multiply(load(0, type, [index(0)]), scalar(0, "float32")), 1) }],
};

async function prepared() {
  const backend = await interpreter();
  const [x, y] = [backend.allocate("float32", 2), backend.allocate("float32", 2)];
  backend.write(x, Float32Array.of(1, 2));
  const executable = await backend.compile(kernel);
  return { backend, x, y, executable };
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (NNError.isInstance(error)) return error.code;
  }
  return "nothing thrown";
}

describe("interpreter", () => {
  it("stores, runs and reads", async () => {
    const { backend, x, y, executable } = await prepared();
    await backend.run([
      { executable, inputs: [x], outputs: [y], scalars: [10] },
      { executable, inputs: [y], outputs: [x], scalars: [2] },
    ]);
    expect(await backend.read(y)).toEqual(Float32Array.of(11, 21));
    expect(backend.readSync?.(x)).toEqual(Float32Array.of(23, 43));
  });

  it("prints the formula as its program", async () => {
    const { executable } = await prepared();
    expect(executable.source?.()).toBe("out0[i] = x0[i] * s0 + 1");
  });

  it("counts memory", async () => {
    const { backend, x } = await prepared();
    expect(backend.memory()).toEqual({ bytes: 16, buffers: 2, reservedBytes: 16 });
    backend.free(x);
    expect(backend.memory()).toEqual({ bytes: 8, buffers: 1, reservedBytes: 8 });
  });

  it("refuses buffers that are not its own, or no longer", async () => {
    const { backend, x, y, executable } = await prepared();
    const foreign = (await interpreter()).allocate("float32", 2);
    expect(() => backend.write(foreign, Float32Array.of(1, 2))).toThrow(
      "interpreter.write: this buffer of 2 float32 elements belongs to another backend",
    );
    backend.free(x);
    expect(() => backend.free(x)).toThrow("interpreter.free: this buffer of 2 float32 elements has been freed");
    await expect(backend.read(x)).rejects.toThrow("has been freed");
    const step: Step = { executable, inputs: [x], outputs: [y], scalars: [1] };
    expect(codeOf(() => backend.run([step]))).toBe("backend");
    expect(codeOf(() => backend.run([{ ...step, inputs: [foreign] }]))).toBe("backend");
  });

  it("refuses runs that do not fit their kernel", async () => {
    const { backend, x, y, executable } = await prepared();
    const run = (changes: Partial<Step>) => () =>
      backend.run([{ executable, inputs: [x], outputs: [y], scalars: [1], ...changes }]);
    expect(run({ inputs: [] })).toThrow("interpreter.run: expected inputs [float32 × 2], got []");
    expect(run({ outputs: [backend.allocate("int32", 2)] })).toThrow("expected outputs [float32 × 2], got [int32 × 2]");
    expect(run({ outputs: [backend.allocate("float32", 3)] })).toThrow("got [float32 × 3]");
    expect(run({ scalars: [] })).toThrow("interpreter.run: expected 1 scalars, got 0");
    expect(run({ outputs: [x] })).toThrow("expected outputs that are no inputs and differ from each other");
    expect(run({ executable: { kernel } })).toThrow("interpreter.run: this executable is of another backend");
  });

  it("refuses data that does not fit its buffer", async () => {
    const { backend, x } = await prepared();
    expect(() => backend.write(x, Float32Array.of(1))).toThrow(
      "interpreter.write: expected Float32Array of length 2, got Float32Array of length 1",
    );
    expect(() => backend.write(x, Int32Array.of(1, 2))).toThrow("got Int32Array of length 2");
  });

  it("plays a smaller device", async () => {
    const small = await interpreter({ name: "small", dtypes: ["float32"], maximumInputs: 0 });
    expect(() => small.allocate("float64", 1)).toThrow("small.allocate: expected one of float32, got float64");
    expect(codeOf(() => small.allocate("float64", 1))).toBe("dtype");
    expect(() => small.compile(kernel)).toThrow(
      "small.compile: expected at most 0 inputs and Infinity outputs, got 1 and 1",
    );
  });

  it("refuses kernels that break a rule", async () => {
    const backend = await interpreter();
    expect(codeOf(() => backend.compile({ ...kernel, outputs: [] }))).toBe("formula");
  });

  it("refuses everything but free once disposed", async () => {
    const { backend, x } = await prepared();
    backend.dispose();
    backend.dispose();
    expect(() => backend.allocate("float32", 1)).toThrow("interpreter.allocate: the backend has been disposed");
    expect(() => backend.free(x)).not.toThrow();
  });
});
