import {
  accelerate,
  add,
  index,
  load,
  NNError,
  scalar,
  type Backend,
  type Kernel,
  type OperationCall,
  type OperationToken,
  type TensorType,
} from "@nn/backend";
import { afterEach, describe, expect, test, vi } from "vitest";
import { hasRelaxedSimd } from "./assembler/index.ts";
import { cpu, type CpuProgram } from "./index.ts";

const four: TensorType = { dtype: "float32", shape: [4] };

/** y = x + s */
const addScalar: Kernel = {
  shape: [4],
  inputs: [four],
  scalars: ["float32"],
  folds: [],
  outputs: [{ dtype: "float32", value: add(load(0, four, [index(0)]), scalar(0, "float32")) }],
};

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return NNError.isInstance(error) ? error.code : String(error);
  }
  return undefined;
}

describe("cpu", () => {
  test("computes at once", async () => {
    const backend = await cpu();
    const [x, y] = [backend.allocate("float32", 4), backend.allocate("float32", 4)];
    backend.write(x, new Float32Array([1, 2, 3, 4]));
    const executable = await backend.compile(addScalar);
    await backend.run([{ executable, inputs: [x], outputs: [y], scalars: [10] }]);
    expect(backend.readSync?.(y)).toEqual(new Float32Array([11, 12, 13, 14]));
    await backend.run([{ executable, inputs: [x], outputs: [y], scalars: [-1] }]);
    expect(await backend.read(y)).toEqual(new Float32Array([0, 1, 2, 3]));
  });

  test("a listing names instructions", async () => {
    const backend = await cpu();
    const executable = await backend.compile(addScalar);
    expect(executable.source?.()).toContain("f32x4.add");
  });

  test("counts bytes and buffers", async () => {
    const backend = await cpu();
    const x = backend.allocate("bool", 10);
    expect(backend.memory()).toMatchObject({ bytes: 40, buffers: 1 });
    backend.free(x);
    expect(backend.memory()).toMatchObject({ bytes: 0, buffers: 0 });
  });

  test("results survive the heap's growth", async () => {
    const backend = await cpu();
    const x = backend.allocate("float32", 4);
    backend.write(x, new Float32Array([1, 2, 3, 4]));
    backend.allocate("float32", 5_000_000);
    const y = backend.allocate("float32", 4);
    const executable = await backend.compile(addScalar);
    await backend.run([{ executable, inputs: [x], outputs: [y], scalars: [1] }]);
    expect(backend.readSync?.(y)).toEqual(new Float32Array([2, 3, 4, 5]));
  });
});

describe("refusals", () => {
  test("buffers and executables of others", async () => {
    const [backend, other] = [await cpu(), await cpu()];
    expect(() => backend.free(other.allocate("float32", 4))).toThrow(
      "cpu.free: expected a buffer of this backend, got another's",
    );
    const executable = await other.compile(addScalar);
    expect(() => backend.run([{ executable, inputs: [], outputs: [], scalars: [1] }])).toThrow(
      "cpu.run: expected an executable of this backend, got another's",
    );
  });

  test("buffers that were freed", async () => {
    const backend = await cpu();
    const x = backend.allocate("float32", 4);
    backend.free(x);
    expect(() => backend.readSync?.(x)).toThrow("cpu.read: expected a live buffer, got one that was freed");
  });

  test("element types that it lacks", async () => {
    const backend = await cpu();
    expect(() => backend.allocate("float64", 1)).toThrow(
      "cpu.allocate: expected one of float32, int32, uint32, bool, got float64",
    );
  });

  test("everything but free and dispose once it was disposed", async () => {
    const backend = await cpu({ name: "mine" });
    const x = backend.allocate("float32", 4);
    backend.dispose();
    expect(() => backend.allocate("float32", 1)).toThrow("mine.allocate: the backend was disposed");
    await expect(backend.read(x)).rejects.toThrow("mine.read: the backend was disposed");
    backend.free(x);
    backend.dispose();
  });

  test("a request beyond its memory", async () => {
    const backend = await cpu({ maximumBytes: 1_000_000 });
    expect(codeOf(() => backend.allocate("float32", 1_000_000))).toBe("memory");
    await expect(async () => cpu({ maximumBytes: -1 })).rejects.toThrow(
      "cpu: expected maximumBytes to be above 0, got -1",
    );
  });
});

describe("relaxed SIMD", () => {
  afterEach(() => vi.restoreAllMocks());

  test("is used where the engine has it, unless it is unwanted", async () => {
    const [usual, without] = [await cpu(), await cpu({ relaxedSimd: false })];
    expect([usual.relaxedSimd, without.relaxedSimd]).toEqual([hasRelaxedSimd(), false]);
  });

  test("is refused where the engine has none", async () => {
    vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    expect((await cpu()).relaxedSimd).toBe(false);
    await expect(cpu({ name: "mine", relaxedSimd: true })).rejects.toThrow(
      "mine: expected an engine with relaxed SIMD for relaxedSimd: true; leave the option out to use it where there is one",
    );
  });
});

test("counts the bytes of what it generates, each backend its own", async () => {
  const [backend, other] = [await cpu(), await cpu()];
  expect(backend.generatedBytes).toBe(0);
  await backend.compile(addScalar);
  const once = backend.generatedBytes;
  expect(once).toBeGreaterThan(100);
  await backend.compile(addScalar);
  expect(backend.generatedBytes).toBe(2 * once);
  expect(other.generatedBytes).toBe(0);
});

describe("accelerators", () => {
  const operation: OperationToken<{ readonly by: number }> = { name: "shift" };
  const call: OperationCall<{ readonly by: number }> = { operation, inputs: [four], options: { by: 2 } };

  /** Adds twice as much as the formula would, so that it shows which of them ran. */
  const twice = accelerate(operation, ({ options, inputs }): CpuProgram | undefined => {
    if (options.by > 100) return undefined;
    const [length] = inputs[0]!.shape;
    return (run) => {
      const [from, to] = [run.inputs[0], run.outputs[0]].map((at) => new Float32Array(run.memory.buffer, at, length));
      to!.set(from!.map((value) => value + 2 * options.by));
    };
  });

  async function shifted(backend: Backend, origin: OperationCall | undefined): Promise<unknown> {
    const [x, y] = [backend.allocate("float32", 4), backend.allocate("float32", 4)];
    backend.write(x, new Float32Array([1, 2, 3, 4]));
    const executable = await backend.compile(origin ? { ...addScalar, origin } : addScalar);
    await backend.run([{ executable, inputs: [x], outputs: [y], scalars: [2] }]);
    return backend.read(y);
  }

  test("run where they claim the operation", async () => {
    const backend = await cpu({ accelerators: [twice] });
    expect(backend.claims?.(call)).toBe(true);
    expect(await shifted(backend, call)).toEqual(new Float32Array([5, 6, 7, 8]));
  });

  test("leave it to the formula where they decline, or where nothing was claimed", async () => {
    const backend = await cpu({ accelerators: [twice] });
    const large = { ...call, options: { by: 1000 } };
    expect(backend.claims?.(large)).toBe(false);
    expect(await shifted(backend, large)).toEqual(new Float32Array([3, 4, 5, 6]));
    expect(await shifted(backend, undefined)).toEqual(new Float32Array([3, 4, 5, 6]));
  });
});
