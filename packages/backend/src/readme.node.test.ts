import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { testBackend } from "@nn/backend-conformance";
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
    if (this.#disposed) return;
    this.#arrayOf(buffer);
    this.#storage.delete(buffer);
  }

  write(buffer: DeviceBuffer, data: TypedArray): void {
    const array = this.#arrayOf(buffer);
    if (data.length !== array.length) throw new NNError("backend", `arrays: expected ${array.length} elements`);
    array.set(data);
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

const text = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

describe("the README", () => {
  it("shows the backend that is tested here", async () => {
    const [source, readme] = await Promise.all([text("readme.node.test.ts"), text("../README.md")]);
    const [, code = "nothing"] = source.split(/\/\/ <\/?backend>\n/);
    expect(readme).toContain("```ts\n" + code + "```\n");
  });

  it("keeps the backend under 100 lines", async () => {
    const [, code = ""] = (await text("readme.node.test.ts")).split(/\/\/ <\/?backend>\n/);
    expect(code.trimEnd().split("\n").length).toBeLessThan(100);
  });
});

await testBackend("ArrayBackend", () => new ArrayBackend(), { describe, it });
