import type { Backend, Capabilities, DeviceBuffer, Executable, MemoryReport, Step } from "../backend.ts";
import { createArray, dtypes, isFloat, type DType, type TypedArray } from "../dtype.ts";
import { NNError } from "../errors.ts";
import type { Kernel } from "../kernel.ts";
import { printKernel } from "../print/printKernel.ts";
import { validateKernel } from "../validateKernel.ts";
import { countPositions } from "./frame.ts";
import { interpret } from "./interpret.ts";

/** How the reference interpreter shall present itself; tests use it to play a smaller device. */
export interface InterpreterOptions {
  /** Default: `"interpreter"`. */
  readonly name?: string;
  /** The element types it admits to. Default: all. */
  readonly dtypes?: Iterable<DType>;
  /** The most inputs of one kernel. Default: no limit. */
  readonly maximumInputs?: number;
  /** The most outputs of one kernel. Default: no limit. */
  readonly maximumOutputs?: number;
}

/**
 * The reference backend: it walks each formula and computes what it says, slowly. All five element types, every check
 * that a caller's mistake could need, new storage filled with rubbish so that nobody relies on zeros. What it returns is
 * right by definition; other backends are tested against it.
 */
export function interpreter(options: InterpreterOptions = {}): Promise<Backend> {
  return Promise.resolve(new Interpreter(options));
}

class Interpreter implements Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** The storage of the buffers that are allocated now; no other object is a buffer of this backend. */
  readonly #storage = new Map<DeviceBuffer, TypedArray>();
  readonly #freed = new WeakSet<DeviceBuffer>();
  readonly #executables = new WeakSet<Executable>();
  #disposed = false;

  constructor(options: InterpreterOptions) {
    this.name = options.name ?? "interpreter";
    this.capabilities = {
      dtypes: new Set(options.dtypes ?? dtypes),
      maximumInputs: options.maximumInputs ?? Infinity,
      maximumOutputs: options.maximumOutputs ?? Infinity,
      nonFinite: "ieee",
    };
  }

  allocate(dtype: DType, length: number): DeviceBuffer {
    this.#refuseIfDisposed("allocate");
    this.#requireDType("allocate", dtype);
    const buffer: DeviceBuffer = { dtype, length };
    const rubbish = isFloat(dtype) ? NaN : 1;
    this.#storage.set(buffer, createArray(dtype, length).fill(rubbish));
    return buffer;
  }

  free(buffer: DeviceBuffer): void {
    if (this.#disposed) return;
    this.#dataOf("free", buffer);
    this.#storage.delete(buffer);
    this.#freed.add(buffer);
  }

  write(buffer: DeviceBuffer, data: TypedArray): void {
    const target = this.#dataOf("write", buffer);
    if (data.length !== target.length || data.constructor !== target.constructor) {
      const [wanted, got] = [target, data].map((array) => `${array.constructor.name} of length ${array.length}`);
      throw this.#error("write", `expected ${wanted}, got ${got}`);
    }
    target.set(data);
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    return this.readSync(buffer);
  }

  readSync(buffer: DeviceBuffer): TypedArray {
    return this.#dataOf("read", buffer).slice();
  }

  compile(kernel: Kernel): Executable {
    this.#refuseIfDisposed("compile");
    const { maximumInputs, maximumOutputs } = this.capabilities;
    [...kernel.inputs, ...kernel.outputs].forEach(({ dtype }) => this.#requireDType("compile", dtype));
    if (kernel.inputs.length > maximumInputs || kernel.outputs.length > maximumOutputs) {
      const limit = `at most ${maximumInputs} inputs and ${maximumOutputs} outputs`;
      throw this.#error("compile", `expected ${limit}, got ${kernel.inputs.length} and ${kernel.outputs.length}`);
    }
    validateKernel(kernel);
    const executable: Executable = { kernel, source: () => printKernel(kernel) };
    this.#executables.add(executable);
    return executable;
  }

  run(steps: readonly Step[]): void {
    for (const step of steps) {
      const { executable, inputs, outputs, scalars } = step;
      this.#checkStep(step);
      const results = interpret(
        executable.kernel,
        inputs.map((buffer) => this.#dataOf("run", buffer)),
        scalars,
      );
      outputs.forEach((buffer, number) => this.#dataOf("run", buffer).set(results[number]!));
    }
  }

  memory(): MemoryReport {
    this.#refuseIfDisposed("memory");
    const bytes = [...this.#storage.values()].reduce((total, data) => total + data.byteLength, 0);
    return { bytes, buffers: this.#storage.size, reservedBytes: bytes };
  }

  dispose(): void {
    this.#storage.clear();
    this.#disposed = true;
  }

  #checkStep({ executable, inputs, outputs, scalars }: Step): void {
    this.#refuseIfDisposed("run");
    if (!this.#executables.has(executable)) throw this.#error("run", "this executable is of another backend");
    const { kernel } = executable;
    const length = countPositions(kernel.shape);
    const expectedInputs = kernel.inputs.map(({ dtype, shape }) => ({ dtype, length: countPositions(shape) }));
    const expectedOutputs = kernel.outputs.map(({ dtype }) => ({ dtype, length }));
    this.#checkBuffers("inputs", expectedInputs, inputs);
    this.#checkBuffers("outputs", expectedOutputs, outputs);
    if (scalars.length !== kernel.scalars.length) {
      throw this.#error("run", `expected ${kernel.scalars.length} scalars, got ${scalars.length}`);
    }
    const overlap = outputs.some((buffer, number) => inputs.includes(buffer) || outputs.indexOf(buffer) !== number);
    if (overlap) throw this.#error("run", "expected outputs that are no inputs and differ from each other");
  }

  #checkBuffers(role: string, expected: readonly DeviceBuffer[], got: readonly DeviceBuffer[]): void {
    const describe = (buffers: readonly DeviceBuffer[]): string =>
      `[${buffers.map(({ dtype, length }) => `${dtype} × ${length}`).join(", ")}]`;
    if (describe(expected) === describe(got)) return;
    throw this.#error("run", `expected ${role} ${describe(expected)}, got ${describe(got)}`);
  }

  #dataOf(operation: string, buffer: DeviceBuffer): TypedArray {
    this.#refuseIfDisposed(operation);
    const data = this.#storage.get(buffer);
    if (data) return data;
    const reason = this.#freed.has(buffer) ? "has been freed" : "belongs to another backend";
    throw this.#error(operation, `this buffer of ${buffer.length} ${buffer.dtype} elements ${reason}`);
  }

  #requireDType(operation: string, dtype: DType): void {
    if (this.capabilities.dtypes.has(dtype)) return;
    const known = [...this.capabilities.dtypes].join(", ");
    throw new NNError("dtype", `${this.name}.${operation}: expected one of ${known}, got ${dtype}`);
  }

  #refuseIfDisposed(operation: string): void {
    if (this.#disposed) throw this.#error(operation, "the backend has been disposed");
  }

  #error(operation: string, message: string): NNError {
    return new NNError("backend", `${this.name}.${operation}: ${message}`);
  }
}
