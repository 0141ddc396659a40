import {
  NNError,
  simplifyKernel,
  validateKernel,
  type Accelerator,
  type Backend,
  type Capabilities,
  type DeviceBuffer,
  type DType,
  type Executable,
  type Kernel,
  type MemoryReport,
  type OperationCall,
  type Step,
  type TypedArray,
} from "@nn/backend";
import { compileContraction } from "./contraction/contraction.ts";
import type { ContractionHost } from "./contraction/host.ts";
import { compileFormula } from "./execution/formulaProgram.ts";
import type { Program } from "./execution/program.ts";
import { runAlone } from "./execution/runAlone.ts";
import { Heap } from "./heap.ts";

/** How a CPU backend shall be made. */
export interface CpuOptions {
  /** Default: `"cpu"`. */
  readonly name?: string;
  /** Hand-tuned programs for operations; the first that claims a call is used. Default: none. */
  readonly accelerators?: readonly Accelerator<CpuProgram>[];
  /** How many bytes of memory it may take. Default: 4 GiB, all that it can address. */
  readonly maximumBytes?: number;
}

/** A hand-tuned program for one operation, run in place of generated code. */
export type CpuProgram = (run: CpuRun) => void;

/** Where a program finds its operands. All buffers are row-major; booleans are 0 and 1 in an int32. */
export interface CpuRun {
  /** The heap. Make views on `memory.buffer` anew in each run: it is replaced when the memory grows. */
  readonly memory: WebAssembly.Memory;
  /** The byte offset of each input; a multiple of 64. */
  readonly inputs: readonly number[];
  /** The byte offset of each output; up to 32 bytes behind its last element may be overwritten. */
  readonly outputs: readonly number[];
  readonly scalars: readonly number[];
}

/**
 * A backend that generates WebAssembly from formulas, four lanes at a time, and runs it where it was created.
 *
 * Element types: float32, int32, uint32 and bool. `compile`, `run` and `readSync` finish before they return.
 */
export function cpu(options: CpuOptions = {}): Promise<Backend> {
  return Promise.resolve().then(() => new CpuBackend(options));
}

class CpuBuffer implements DeviceBuffer {
  readonly dtype: DType;
  readonly length: number;
  readonly owner: CpuBackend;
  /** `undefined` once it has been freed. */
  address: number | undefined;

  constructor(owner: CpuBackend, dtype: DType, length: number, address: number) {
    this.owner = owner;
    this.dtype = dtype;
    this.length = length;
    this.address = address;
  }
}

class CpuExecutable implements Executable {
  readonly kernel: Kernel;
  readonly owner: CpuBackend;
  readonly program: Program;

  constructor(owner: CpuBackend, kernel: Kernel, program: Program) {
    this.owner = owner;
    this.kernel = kernel;
    this.program = program;
  }

  source(): string {
    return this.program.source();
  }
}

class CpuBackend implements Backend {
  readonly name: string;
  readonly capabilities: Capabilities = {
    dtypes: new Set<DType>(["float32", "int32", "uint32", "bool"]),
    maximumInputs: 32,
    maximumOutputs: 16,
    nonFinite: "ieee",
  };
  readonly #accelerators: readonly Accelerator<CpuProgram>[];
  readonly #heap: Heap;
  readonly #host: ContractionHost;
  #bytes = 0;
  #buffers = 0;
  #disposed = false;

  constructor({ name = "cpu", accelerators = [], maximumBytes }: CpuOptions) {
    if (maximumBytes !== undefined && !(maximumBytes > 0)) {
      throw new NNError("option", `${name}: expected maximumBytes to be above 0, got ${maximumBytes}`);
    }
    this.name = name;
    this.#accelerators = accelerators;
    this.#heap = new Heap(maximumBytes);
    this.#host = {
      memory: this.#heap.memory,
      threads: 1,
      compileElementwise: (kernel) => compileFormula(kernel, this.#heap.memory),
    };
  }

  allocate(dtype: DType, length: number): DeviceBuffer {
    this.#requireAlive("allocate");
    this.#requireDType("allocate", dtype);
    const buffer = new CpuBuffer(this, dtype, length, this.#heap.allocate(4 * length));
    this.#bytes += 4 * length;
    this.#buffers++;
    return buffer;
  }

  free(buffer: DeviceBuffer): void {
    if (this.#disposed) return;
    const { address } = this.#own("free", buffer);
    this.#heap.free(address);
    this.#bytes -= 4 * buffer.length;
    this.#buffers--;
    if (buffer instanceof CpuBuffer) buffer.address = undefined;
  }

  write(buffer: DeviceBuffer, data: TypedArray): void {
    const { address } = this.#own("write", buffer);
    if (data.length !== buffer.length) {
      throw this.#error("write", `expected ${buffer.length} elements, got ${data.length}`);
    }
    this.#heap.write(address, data, buffer.dtype);
  }

  read(buffer: DeviceBuffer): Promise<TypedArray> {
    return new Promise((resolve) => resolve(this.readSync(buffer)));
  }

  readSync(buffer: DeviceBuffer): TypedArray {
    const { address } = this.#own("read", buffer);
    return this.#heap.read(address, buffer.length, buffer.dtype);
  }

  compile(kernel: Kernel): Executable {
    this.#requireAlive("compile");
    [...kernel.inputs, ...kernel.outputs].forEach(({ dtype }) => this.#requireDType("compile", dtype));
    validateKernel(kernel);
    return new CpuExecutable(this, kernel, this.#accelerated(kernel) ?? this.#generated(kernel));
  }

  run(steps: readonly Step[]): void {
    this.#requireAlive("run");
    for (const { executable, inputs, outputs, scalars } of steps) {
      if (!(executable instanceof CpuExecutable) || executable.owner !== this) {
        throw this.#error("run", "expected an executable of this backend, got another's");
      }
      const addresses = (buffers: readonly DeviceBuffer[]): number[] =>
        buffers.map((buffer) => this.#own("run", buffer).address);
      this.#runProgram(executable.program, addresses(inputs), addresses(outputs), scalars);
    }
  }

  #runProgram(
    program: Program,
    inputs: readonly number[],
    outputs: readonly number[],
    scalars: readonly number[],
  ): void {
    if (program.scratchBytes === 0) return runAlone(program.phases({ inputs, outputs, scalars, scratch: 0 }));
    const scratch = this.#heap.allocate(program.scratchBytes);
    try {
      runAlone(program.phases({ inputs, outputs, scalars, scratch }));
    } finally {
      this.#heap.free(scratch);
    }
  }

  claims(call: OperationCall): boolean {
    return this.#accelerators.some((accelerator) => accelerator.claim(call) !== undefined);
  }

  memory(): MemoryReport {
    this.#requireAlive("memory");
    return { bytes: this.#bytes, buffers: this.#buffers, reservedBytes: this.#heap.reservedBytes };
  }

  dispose(): void {
    this.#disposed = true;
  }

  /** The program of the first accelerator that claims the kernel's operation. */
  #accelerated({ origin }: Kernel): Program | undefined {
    if (!origin) return undefined;
    for (const accelerator of this.#accelerators) {
      const program = accelerator.claim(origin);
      if (!program) continue;
      const { memory } = this.#heap;
      return {
        scratchBytes: 0,
        phases: ({ inputs, outputs, scalars }) => [{ run: () => program({ memory, inputs, outputs, scalars }) }],
        source: () => `(a hand-tuned program for ${origin.operation.name})`,
      };
    }
    return undefined;
  }

  #generated(kernel: Kernel): Program {
    const simplified = simplifyKernel(kernel);
    return compileContraction(simplified, this.#host) ?? compileFormula(simplified, this.#heap.memory);
  }

  /** The buffer's address, if the buffer is this backend's and was not freed. */
  #own(operation: string, buffer: DeviceBuffer): { address: number } {
    this.#requireAlive(operation);
    if (!(buffer instanceof CpuBuffer) || buffer.owner !== this) {
      throw this.#error(operation, "expected a buffer of this backend, got another's");
    }
    if (buffer.address === undefined) throw this.#error(operation, "expected a live buffer, got one that was freed");
    return { address: buffer.address };
  }

  #requireAlive(operation: string): void {
    if (this.#disposed) throw this.#error(operation, "the backend was disposed");
  }

  #requireDType(operation: string, dtype: DType): void {
    if (this.capabilities.dtypes.has(dtype)) return;
    const supported = [...this.capabilities.dtypes].join(", ");
    throw new NNError("dtype", `${this.name}.${operation}: expected one of ${supported}, got ${dtype}`);
  }

  #error(operation: string, message: string): NNError {
    return new NNError("backend", `${this.name}.${operation}: ${message}`);
  }
}
