import type { DType, TypedArray } from "./dtype.ts";
import type { Kernel } from "./kernel.ts";
import type { OperationCall } from "./operation.ts";

/**
 * A device: storage, a compiler for kernels, and an executor for plans.
 *
 * A backend is a value. It knows nothing of tensors and nothing of layers: every operation reaches it as a formula.
 * Work runs in the order in which it was given; `read` sees everything that was given before it. Arguments have been
 * checked by the caller, except that a backend refuses buffers and executables that are not its own, or no longer, data of
 * another length than its buffer, and element types that it lacks.
 */
export interface Backend {
  /** For people: error messages and reports. */
  readonly name: string;
  readonly capabilities: Capabilities;

  /** Reserves storage for `length` elements. Its contents are undefined. */
  allocate(dtype: DType, length: number): DeviceBuffer;
  /** Gives storage back. Using the buffer afterwards is an error. After `dispose`, which gave back everything, it does nothing. */
  free(buffer: DeviceBuffer): void;
  /** Copies `data` in; it may be changed as soon as the call returns. */
  write(buffer: DeviceBuffer, data: TypedArray): void;
  /** Copies the contents out, after all work given before. The array is the caller's. */
  read(buffer: DeviceBuffer): Promise<TypedArray>;
  /** The same at once. Present only where the device can do so without waiting for an event. */
  readSync?(buffer: DeviceBuffer): TypedArray;

  /** Makes a program of a kernel. Callers keep the result; a backend need not remember it. */
  compile(kernel: Kernel): Executable | Promise<Executable>;
  /** Runs a whole plan: one message to a worker pool, one command batch on a GPU. */
  run(steps: readonly Step[]): void | Promise<void>;

  /** Whether the backend has a hand-tuned program for this operation, which is then not fused with others. */
  claims?(call: OperationCall): boolean;

  memory(): MemoryReport;
  /** Gives back everything. Later calls throw, except `free`. */
  dispose(): void;
}

/** What a backend can do; callers adapt or refuse with an error that names the capability. */
export interface Capabilities {
  readonly dtypes: ReadonlySet<DType>;
  /** The most inputs that one kernel may have; the planner splits larger ones. */
  readonly maximumInputs: number;
  /** The most outputs that one kernel may have. */
  readonly maximumOutputs: number;
  /** `ieee`: infinities and NaN behave as IEEE 754 says. `unspecified`: they may be lost, as in shading languages. */
  readonly nonFinite: "ieee" | "unspecified";
}

/** Storage on a device. What lies inside is the backend's affair; at `write` and `read` it is row-major. */
export interface DeviceBuffer {
  readonly dtype: DType;
  readonly length: number;
}

/** A compiled kernel. */
export interface Executable {
  readonly kernel: Kernel;
  /** The generated program as text, for people: an assembly listing, a shader. */
  source?(): string;
}

/** One kernel's run within a plan. */
export interface Step {
  readonly executable: Executable;
  readonly inputs: readonly DeviceBuffer[];
  readonly outputs: readonly DeviceBuffer[];
  readonly scalars: readonly number[];
}

/** What a backend holds, in bytes and counts. */
export interface MemoryReport {
  /** Bytes of the buffers that are allocated now. */
  readonly bytes: number;
  /** How many buffers that are. */
  readonly buffers: number;
  /** Bytes that the backend has taken from the system, pools and scratch included. */
  readonly reservedBytes: number;
}
