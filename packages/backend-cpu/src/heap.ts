import { NNError, type DType, type TypedArray } from "@nn/backend";
import { Allocator } from "./allocator.ts";

/** The unit in which WebAssembly's memory grows. */
const pageBytes = 65536;
/** All that 32-bit addresses reach. */
const addressablePages = 65536;
/** With less, threads are not worth having. */
const fewestSharedBytes = 2 ** 28;

/**
 * The memory that all buffers live in. Elements of every type take four bytes; booleans are 0 and 1 in an int32.
 *
 * Blocks are aligned to 64 bytes and own at least 32 bytes behind their elements, so that code that works on four
 * elements at a time may read and write past the end. The first and the last page are never handed out, so that reading
 * a few elements before or behind any block does not trap.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #allocator = new Allocator(pageBytes);
  readonly #maximumPages: number;
  #views: readonly [Float32Array, Int32Array, Uint32Array] | undefined;

  /**
   * @param maximumBytes how far the memory may grow
   * @param shared whether other threads may have it
   * @throws RangeError if the system has no room for the addresses of a shared memory, which are reserved at once
   */
  constructor(maximumBytes = addressablePages * pageBytes, shared = false) {
    this.#maximumPages = Math.min(addressablePages, Math.max(3, Math.floor(maximumBytes / pageBytes)));
    this.memory = new WebAssembly.Memory({ initial: 3, maximum: this.#maximumPages, shared });
  }

  /** A heap that other threads may have, as large as the system lets it be; `undefined` if that is too little. */
  static shared(maximumBytes = addressablePages * pageBytes): Heap | undefined {
    for (let bytes = maximumBytes; bytes >= Math.min(maximumBytes, fewestSharedBytes); bytes /= 2) {
      try {
        return new Heap(bytes, true);
      } catch {
        // There is less to have.
      }
    }
    return undefined;
  }

  /** Bytes taken from the system. */
  get reservedBytes(): number {
    return this.memory.buffer.byteLength;
  }

  /**
   * The address of a block of at least `bytes`.
   *
   * @throws NNError `memory` if there is no room
   */
  allocate(bytes: number): number {
    const address = this.#allocator.allocate(bytes, this.#limit());
    if (address !== undefined) return address;
    this.#grow(bytes);
    const next = this.#allocator.allocate(bytes, this.#limit());
    if (next !== undefined) return next;
    const held = `${this.#allocator.usedBytes} bytes of ${this.#maximumPages * pageBytes} are held`;
    throw new NNError("memory", `cpu: no room for ${bytes} bytes, ${held}; dispose of tensors or models`);
  }

  free(address: number): void {
    this.#allocator.free(address);
  }

  /** Copies elements in. */
  write(address: number, data: TypedArray, dtype: DType): void {
    this.#view(dtype).set(data, address / 4);
  }

  /** A copy of elements. */
  read(address: number, length: number, dtype: DType): TypedArray {
    const view = this.#view(dtype);
    const [start, end] = [address / 4, address / 4 + length];
    // A slice of shared memory is not shared.
    return dtype === "bool" ? Uint8Array.from(view.subarray(start, end)) : view.slice(start, end);
  }

  /** The whole memory, by elements. Views are made anew when it has grown, which detaches them. */
  #view(dtype: DType): Float32Array | Int32Array | Uint32Array {
    const { buffer } = this.memory;
    if (this.#views?.[0].buffer !== buffer) {
      this.#views = [new Float32Array(buffer), new Int32Array(buffer), new Uint32Array(buffer)];
    }
    const [floats, integers, naturals] = this.#views;
    if (dtype === "float32") return floats;
    return dtype === "uint32" ? naturals : integers;
  }

  #limit(): number {
    return this.memory.buffer.byteLength - pageBytes;
  }

  /** Makes room for `bytes` more, and for half as much again as there is, if the system lets it. */
  #grow(bytes: number): void {
    const pages = this.memory.buffer.byteLength / pageBytes;
    const needed = Math.ceil((this.#allocator.end + bytes * 1.125 + 1024) / pageBytes) + 1 - pages;
    for (const wanted of [Math.max(needed, Math.ceil(pages / 2)), needed]) {
      const count = Math.min(wanted, this.#maximumPages - pages);
      if (count < needed || count <= 0) continue;
      try {
        this.memory.grow(count);
        return;
      } catch {
        // The system has less to give; ask for what is needed only.
      }
    }
  }
}
