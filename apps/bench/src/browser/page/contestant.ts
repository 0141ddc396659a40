import type { WorkloadName } from "../workloads.ts";

/** A library on a WebGL context of its own. */
export interface Contestant {
  /** From numbers on the host to the first result on the host: uploads and compiles. */
  first(name: WorkloadName): Promise<void>;
  /** Puts the inputs on the device. */
  prepare(name: WorkloadName): Promise<Work>;
}

/** A workload whose inputs are on the device. */
export interface Work {
  /** One operation, until its result is on the host. */
  call(): Promise<Float32Array>;
  /** That many operations, each computed by itself; the result of the last one, on the host. */
  repeat(count: number): Promise<Float32Array>;
  /** Gives back the results so far. */
  release(): void;
  /** What `call` gives, in the order that both libraries are compared in. */
  standard(result: Float32Array): Float32Array;
  /** What shall be the same for both libraries, where that is not what `call` gives. */
  check?(): Promise<Float32Array>;
  end(): void;
}
