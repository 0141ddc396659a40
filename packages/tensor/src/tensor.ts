import { NNError, type Backend, type DType, type TypedArray } from "@nn/backend";
import { engineOf } from "./engine.ts";
import { formatShape } from "./shape.ts";
import { type callFormula, type Value } from "./value.ts";
import type { History } from "./history.ts";

/** Arrays within arrays, as `toArray` gives them. */
export type NestedArray = number | readonly NestedArray[];

/**
 * A lazy handle on an n-dimensional array on a backend.
 *
 * Making a tensor computes nothing. The first read makes a plan of everything that the value needs, fuses it into as
 * few kernels as possible, and runs it. A tensor never changes its numbers; only a variable (see `assign`) is given
 * others. Nothing has to be freed by hand; `dispose` is for those who want to be early.
 */
export class Tensor {
  readonly backend: Backend;
  /** Whether gradients flow to this tensor; results of operations on it require them too. */
  readonly requiresGradient: boolean;
  /** @internal The node of the lazy graph. A variable is given another one by `assign`. */
  value: Value;
  /** @internal How it was made, for gradients; `undefined` for leaves and where none are required. */
  readonly history: History | undefined;
  /** @internal What gradients are collected under: the tensor itself, or the variable that this is a moment of. */
  readonly identity: object;

  /** @internal Made by the creation functions and by operations. */
  constructor(
    backend: Backend,
    value: Value,
    requiresGradient = false,
    history: History | undefined = undefined,
    identity: object | undefined = undefined,
  ) {
    this.backend = backend;
    this.value = value;
    this.requiresGradient = requiresGradient;
    this.history = history;
    this.identity = identity ?? this;
  }

  get shape(): readonly number[] {
    return this.value.shape;
  }

  get dtype(): DType {
    return this.value.dtype;
  }

  /** How many elements there are. */
  get size(): number {
    return this.value.length;
  }

  /** How many axes there are. */
  get rank(): number {
    return this.value.shape.length;
  }

  /**
   * The elements in row-major order, computed now if need be. All reads that are asked for before control returns to
   * the event loop, and all assignments made before, are one plan.
   */
  data(): Promise<TypedArray> {
    return engineOf(this.backend).read(this.value);
  }

  /**
   * The same at once, where the backend can.
   *
   * @throws NNError `backend` on a backend that cannot read without waiting, such as a GPU
   */
  dataSync(): TypedArray {
    return engineOf(this.backend).readSync(this.value);
  }

  /** The only element of a tensor of size 1. */
  async item(): Promise<number> {
    if (this.size !== 1) {
      throw new NNError("shape", `item: expected a tensor with one element, got shape ${formatShape(this.shape)}`);
    }
    return (await this.data())[0]!;
  }

  /** The elements as nested arrays; a number for a scalar. */
  async toArray(): Promise<NestedArray> {
    return nest(await this.data(), this.shape, 0, this.size);
  }

  /** The same numbers, without the history that gradients follow. */
  detach(): Tensor {
    return engineOf(this.backend).hold(new Tensor(this.backend, this.value));
  }

  /** Gives the storage back at once. Reading the tensor afterwards is an error. */
  dispose(): void {
    engineOf(this.backend).release(this.value, "it was disposed");
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return `Tensor(${this.dtype} ${formatShape(this.shape)} on ${this.backend.name})`;
  }
}

/** @internal A tensor for output `output` of a call that is recorded in `history`. */
export function outputTensors(
  backend: Backend,
  call: ReturnType<typeof callFormula>,
  history: History | undefined,
): Tensor[] {
  return call.outputs.map((value) => new Tensor(backend, value, history !== undefined, history));
}

function nest(data: TypedArray, shape: readonly number[], start: number, length: number): NestedArray {
  const [size, ...rest] = shape;
  if (size === undefined) return data[start]!;
  const part = size === 0 ? 0 : length / size;
  return Array.from({ length: size }, (_, position) => nest(data, rest, start + position * part, part));
}
