import {
  NNError,
  simplifyKernel,
  validateKernel,
  type Accelerator,
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
import { hasRelaxedSimd } from "./assembler/index.ts";
import { compileContraction } from "./contraction/contraction.ts";
import type { CpuBackend, CpuOptions, CpuProgram } from "./cpu.ts";
import { generatedBytes } from "./execution/compileModule.ts";
import { compileFormula } from "./execution/formulaProgram.ts";
import { defaultGrain, type Grain, type ProgramHost, type WinogradUse } from "./execution/host.ts";
import type { Phase, Program } from "./execution/program.ts";
import { runAlone } from "./execution/runAlone.ts";
import { Heap } from "./heap.ts";
import { Joiner, type JointStep } from "./joining/joiner.ts";
import { mayLead } from "./joining/joinKernels.ts";
import { threadsHere } from "./threads/startWorkers.ts";
import { Team } from "./threads/team.ts";

/** How a backend differs from what `cpu` makes, for tests. */
export interface Tuning {
  /** How large tasks are. */
  readonly grain: Grain;
  /** Whether threads are waited for. By default, only where they could not start otherwise. */
  readonly eager: boolean;
  /** How many tasks of a phase the host takes at most, so that others take part in the smallest one. */
  readonly hostTasks: number;
  /** For which convolutions Winograd's algorithm is used. Default: where it pays, if the options do not forbid it. */
  readonly winograd: WinogradUse;
}

/** Makes a backend as `cpu` does. */
export async function createCpu(
  options: CpuOptions,
  { grain = defaultGrain, eager = false, hostTasks = Infinity, winograd = "where it pays" }: Partial<Tuning> = {},
): Promise<CpuBackend> {
  const relaxedSimd = usesRelaxedSimd(options);
  const crew = recruit(options, grain, hostTasks);
  const backend = new Cpu(options, grain, relaxedSimd, options.winograd === false ? "never" : winograd, crew);
  if (eager || !crew.independent) await crew.team?.start();
  return backend;
}

function usesRelaxedSimd({ name = "cpu", relaxedSimd }: CpuOptions): boolean {
  const present = relaxedSimd !== false && hasRelaxedSimd();
  if (relaxedSimd && !present) {
    const hint = "leave the option out to use it where there is one";
    throw new NNError("option", `${name}: expected an engine with relaxed SIMD for relaxedSimd: true; ${hint}`);
  }
  return present;
}

/** The memory and the threads of a backend. */
interface Crew {
  readonly heap: Heap;
  readonly team: Team | undefined;
  /** Why there is no team, although more than one thread was wanted. */
  readonly reason: string | undefined;
  /** Whether workers can start while the host does not rest. */
  readonly independent: boolean;
}

/** The most threads that are taken unless more are asked for: what they work on comes from one memory. */
const mostByDefault = 16;
const mostThreads = 128;

function recruit({ name = "cpu", maximumBytes, threads }: CpuOptions, grain: Grain, hostTasks: number): Crew {
  if (maximumBytes !== undefined && !(maximumBytes > 0)) {
    throw new NNError("option", `${name}: expected maximumBytes to be above 0, got ${maximumBytes}`);
  }
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= mostThreads)) {
    throw new NNError("option", `${name}: expected threads to be an integer from 1 to ${mostThreads}, got ${threads}`);
  }
  const here = threadsHere();
  const wanted = threads ?? Math.min(here.count, mostByDefault);
  const alone = (reason?: string): Crew => ({
    heap: new Heap(maximumBytes),
    team: undefined,
    reason,
    independent: true,
  });
  if (wanted === 1) return alone(threads === undefined ? here.reason : undefined);
  if (!here.start) return alone(here.reason);
  const heap = Heap.shared(maximumBytes);
  if (!heap) return alone("the system gives no shared memory");
  const team = new Team(heap.memory, { threads: wanted, start: here.start, sharedFrom: grain.nanoseconds, hostTasks });
  return { heap, team, reason: undefined, independent: here.independent };
}

/** Ends the threads of backends that nobody refers to any more. */
const abandoned = new FinalizationRegistry<Team>((team) => team.dispose());

class CpuBuffer implements DeviceBuffer {
  readonly dtype: DType;
  readonly length: number;
  readonly owner: Cpu;
  /** `undefined` once it has been freed. */
  address: number | undefined;

  constructor(owner: Cpu, dtype: DType, length: number, address: number) {
    this.owner = owner;
    this.dtype = dtype;
    this.length = length;
    this.address = address;
  }
}

class CpuExecutable implements Executable {
  readonly kernel: Kernel;
  readonly owner: Cpu;
  readonly program: Program;
  /** The kernel, simplified, unless a program by hand computes it. */
  readonly formula: Kernel | undefined;
  /** Whether it may be joined with what follows. */
  readonly leads: boolean;

  constructor(owner: Cpu, kernel: Kernel, program: Program, formula: Kernel | undefined) {
    this.owner = owner;
    this.kernel = kernel;
    this.program = program;
    this.formula = formula;
    this.leads = formula !== undefined && mayLead(formula);
  }

  source(): string {
    return this.program.source();
  }
}

class Cpu implements CpuBackend {
  readonly name: string;
  readonly capabilities: Capabilities = {
    dtypes: new Set<DType>(["float32", "int32", "uint32", "bool"]),
    maximumInputs: 32,
    maximumOutputs: 16,
    nonFinite: "ieee",
  };
  readonly #accelerators: readonly Accelerator<CpuProgram>[];
  readonly #heap: Heap;
  readonly #team: Team | undefined;
  readonly #reason: string | undefined;
  readonly #host: ProgramHost;
  readonly #joiner: Joiner;
  #bytes = 0;
  #buffers = 0;
  #disposed = false;

  constructor(
    { name = "cpu", accelerators = [] }: CpuOptions,
    grain: Grain,
    relaxedSimd: boolean,
    winograd: WinogradUse,
    { heap, team, reason }: Crew,
  ) {
    this.name = name;
    this.#accelerators = accelerators;
    this.#heap = heap;
    this.#team = team;
    this.#reason = reason;
    this.#host = { memory: heap.memory, threads: team?.threads ?? 1, grain, relaxedSimd, winograd };
    this.#joiner = new Joiner(this.#host);
    if (team) abandoned.register(this, team, team);
  }

  get threads(): number {
    return this.#team?.threads ?? 1;
  }

  get threadsLimitedBy(): string | undefined {
    return this.#reason ?? this.#team?.lost;
  }

  get relaxedSimd(): boolean {
    return this.#host.relaxedSimd;
  }

  get generatedBytes(): number {
    return generatedBytes(this.#heap.memory);
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
    const accelerated = this.#accelerated(kernel);
    if (accelerated) return new CpuExecutable(this, kernel, accelerated, undefined);
    const simplified = simplifyKernel(kernel);
    return new CpuExecutable(this, kernel, this.#generated(simplified), simplified);
  }

  run(steps: readonly Step[]): void {
    this.#requireAlive("run");
    try {
      this.#walk(steps);
    } finally {
      this.#team?.rest();
    }
  }

  #walk(steps: readonly Step[]): void {
    for (let at = 0; at < steps.length; at++) {
      const joint = this.#joined(steps[at]!, steps[at + 1]);
      if (joint) at++;
      const { inputs, outputs, scalars } = joint ?? steps[at]!;
      const addresses = (buffers: readonly DeviceBuffer[]): number[] =>
        buffers.map((buffer) => this.#own("run", buffer).address);
      const program = joint?.program ?? this.#executable(steps[at]!).program;
      this.#runProgram(program, addresses(inputs), addresses(outputs), scalars);
    }
  }

  /** Two steps as one, where that is better. */
  #joined(first: Step, second: Step | undefined): JointStep | undefined {
    if (!second) return undefined;
    const one = this.#executable(first);
    if (!one.leads) return undefined;
    const other = this.#executable(second);
    return one.formula && other.formula && this.#joiner.join(first, second, [one.formula, other.formula]);
  }

  #executable({ executable }: Step): CpuExecutable {
    if (executable instanceof CpuExecutable && executable.owner === this) return executable;
    throw this.#error("run", "expected an executable of this backend, got another's");
  }

  #runProgram(
    program: Program,
    inputs: readonly number[],
    outputs: readonly number[],
    scalars: readonly number[],
  ): void {
    if (program.scratchBytes === 0) return this.#runPhases(program.phases({ inputs, outputs, scalars, scratch: 0 }));
    const scratch = this.#heap.allocate(program.scratchBytes);
    try {
      this.#runPhases(program.phases({ inputs, outputs, scalars, scratch }));
    } finally {
      this.#heap.free(scratch);
    }
  }

  #runPhases(phases: readonly Phase[]): void {
    if (this.#team) this.#team.run(phases);
    else runAlone(phases);
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
    if (!this.#team) return;
    abandoned.unregister(this.#team);
    this.#team.dispose();
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

  #generated(simplified: Kernel): Program {
    return compileContraction(simplified, this.#host) ?? compileFormula(simplified, this.#host);
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
