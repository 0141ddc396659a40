import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
// <backend>
import {
  createArray,
  dtypes,
  interpret,
  NNError,
  validateKernel,
  type Backend,
  type Capabilities,
  type DeviceBuffer,
  type DType,
  type Executable,
  type Kernel,
  type MemoryReport,
  type Step,
  type TypedArray,
} from "@nn/backend";

/** A backend whose storage is JavaScript arrays, and whose compiler is still the interpreter. */
export class ArrayBackend implements Backend {
  readonly name = "arrays";
  readonly capabilities: Capabilities = {
    dtypes: new Set(dtypes),
    maximumInputs: 16,
    maximumOutputs: 8,
    nonFinite: "ieee",
  };
  #storage = new Map<DeviceBuffer, TypedArray>();
  #executables = new WeakSet<Executable>();
  #disposed = false;

  allocate(dtype: DType, length: number): DeviceBuffer {
    this.#refuseIfDisposed();
    const buffer: DeviceBuffer = { dtype, length };
    this.#storage.set(buffer, createArray(dtype, length));
    return buffer;
  }

  free(buffer: DeviceBuffer): void {
    this.#arrayOf(buffer);
    this.#storage.delete(buffer);
  }

  write(buffer: DeviceBuffer, data: TypedArray): void {
    this.#arrayOf(buffer).set(data);
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    return this.#arrayOf(buffer).slice();
  }

  /** Replace this first: generate code, and fall back to `interpret` for kernels that you do not know yet. */
  compile(kernel: Kernel): Executable {
    this.#refuseIfDisposed();
    validateKernel(kernel);
    const executable: Executable = { kernel };
    this.#executables.add(executable);
    return executable;
  }

  run(steps: readonly Step[]): void {
    for (const { executable, inputs, outputs, scalars } of steps) {
      if (!this.#executables.has(executable)) throw new NNError("backend", "arrays: this executable is not mine");
      const arrays = inputs.map((buffer) => this.#arrayOf(buffer));
      const results = interpret(executable.kernel, arrays, scalars);
      outputs.forEach((buffer, position) => this.#arrayOf(buffer).set(results[position]!));
    }
  }

  memory(): MemoryReport {
    this.#refuseIfDisposed();
    const bytes = [...this.#storage.values()].reduce((total, array) => total + array.byteLength, 0);
    return { bytes, buffers: this.#storage.size, reservedBytes: bytes };
  }

  dispose(): void {
    this.#storage.clear();
    this.#disposed = true;
  }

  #arrayOf(buffer: DeviceBuffer): TypedArray {
    this.#refuseIfDisposed();
    const array = this.#storage.get(buffer);
    if (!array) throw new NNError("backend", "arrays: this buffer was freed, or is not mine");
    return array;
  }

  #refuseIfDisposed(): void {
    if (this.#disposed) throw new NNError("backend", "arrays: the backend has been disposed");
  }
}
// </backend>
// <formula>
import { add, foldIndex, folded, index, load, maximum, multiply, printKernel, type TensorType } from "@nn/backend";

const x: TensorType = { dtype: "float32", shape: [1, 1, 4, 4] };
const [n, c, i, j] = [index(0), index(1), index(2), index(3)];
const [u, v] = [foldIndex(0), foldIndex(1)];

/** max pooling of 2×2 windows, then ReLU: one pass over memory. */
export const poolThenReLU: Kernel = {
  shape: [1, 1, 2, 2],
  inputs: [x],
  scalars: [],
  folds: [
    {
      operator: "max",
      extents: [2, 2],
      dtype: "float32",
      body: load(0, x, [n, c, add(multiply(i, 2), u), add(multiply(j, 2), v)]),
    },
  ],
  outputs: [{ dtype: "float32", value: maximum(folded(0, "float32"), 0) }],
};
// </formula>

const text = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

describe("the README", () => {
  it.each(["backend", "formula"])("shows the %s that is tested here", async (part) => {
    const [source, readme] = await Promise.all([text("readme.node.test.ts"), text("../README.md")]);
    const [, code = "nothing"] = source.split(new RegExp(`// </?${part}>\n`));
    expect(readme).toContain("```ts\n" + code + "```\n");
  });

  it("shows what the printer prints", async () => {
    const printed = printKernel(poolThenReLU);
    expect(printed).toBe(
      ["r0 = max over (u<2, v<2) of x0[n, c, 2*i + u, 2*j + v]", "out0[n,c,i,j] = max(r0, 0)"].join("\n"),
    );
    expect(await text("../README.md")).toContain("```text\n" + printed + "\n```\n");
  });

  it("keeps the backend under 100 lines", async () => {
    const [, code = ""] = (await text("readme.node.test.ts")).split(/\/\/ <\/?backend>\n/);
    expect(code.trimEnd().split("\n").length).toBeLessThan(100);
  });
});

describe("ArrayBackend", () => {
  it("runs a kernel", async () => {
    const backend = new ArrayBackend();
    const [image, pooled] = [backend.allocate("float32", 16), backend.allocate("float32", 4)];
    backend.write(image, Float32Array.of(1, 2, -3, -4, 5, 6, -7, -8, 9, 10, 11, 12, 13, 14, 15, 16));
    backend.run([{ executable: backend.compile(poolThenReLU), inputs: [image], outputs: [pooled], scalars: [] }]);
    expect(await backend.read(pooled)).toEqual(Float32Array.of(6, 0, 14, 16));
    expect(backend.memory()).toEqual({ bytes: 80, buffers: 2, reservedBytes: 80 });
  });

  it("refuses what is not its own", () => {
    const backend = new ArrayBackend();
    const buffer = backend.allocate("float32", 1);
    backend.free(buffer);
    expect(() => backend.free(buffer)).toThrow("arrays: this buffer was freed, or is not mine");
    const step = { executable: { kernel: poolThenReLU }, inputs: [], outputs: [], scalars: [] };
    expect(() => backend.run([step])).toThrow("arrays: this executable is not mine");
    backend.dispose();
    expect(() => backend.memory()).toThrow("arrays: the backend has been disposed");
  });
});
