import { createArray, NNError, type DType, type TypedArray } from "@nn/backend";
import type { Texture, Textures } from "./textures.ts";

/** For so many milliseconds the fence is asked without a pause, then once a millisecond: the renderer may need the processor. */
const eagerTime = 1.5;
/** How often it is asked until a command follows: with one, Chromium looks at fences at once, else up to 2 ms later. */
const pollsToFlush = 16;

/** Copies textures to arrays. */
export class Reader {
  readonly #name: string;
  readonly #gl: WebGL2RenderingContext;
  readonly #textures: Textures;
  /** Why it is closed. */
  #closed: NNError | undefined;
  /** Settles when the copies that were asked for in this turn are there. */
  #issued: Promise<void> | undefined;
  readonly #free: { readonly buffer: WebGLBuffer; readonly bytes: number }[] = [];

  constructor(name: string, gl: WebGL2RenderingContext, textures: Textures) {
    this.#name = name;
    this.#gl = gl;
    this.#textures = textures;
  }

  /** Copies on the device first, and takes the copy once a fence says that it is there. Never blocks the page. */
  async read(texture: Texture, dtype: DType, length: number): Promise<TypedArray> {
    const gl = this.#gl;
    const bytes = 16 * texture.width * texture.height;
    const buffer = this.#acquire(bytes);
    this.#readPixels(texture, 0);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    try {
      await (this.#issued ??= this.#arrival());
      const stored = storedArray(dtype, length);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
      const arrived = isFilled(stored, () => gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, stored));
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      if (!arrived) throw this.lost();
      this.#requireOpen();
      return asElements(dtype, stored);
    } finally {
      this.#release(buffer, bytes);
    }
  }

  /** Waits for the device. */
  readSync(texture: Texture, dtype: DType, length: number): TypedArray {
    const pixels = storedArray(dtype, 4 * texture.width * texture.height);
    const arrived = isFilled(pixels, () => this.#readPixels(texture, pixels));
    if (!arrived) throw this.lost();
    this.#requireOpen();
    return asElements(dtype, pixels.slice(0, length));
  }

  /** Ends all reads: the context was lost or given up. Those under way are rejected, even once it is back. */
  close(reason: NNError): void {
    this.#closed ??= reason;
    this.#free.splice(0).forEach(({ buffer }) => this.#gl.deleteBuffer(buffer));
  }

  lost(): NNError {
    return new NNError(
      "backend",
      `${this.#name}: the WebGL context was lost, and with it all tensors on it; create the backend again`,
    );
  }

  #requireOpen(): void {
    if (this.#closed) throw this.#closed;
    if (this.#gl.isContextLost()) throw this.lost();
  }

  /** One fence for all copies that are asked for until control is given up. */
  async #arrival(): Promise<void> {
    const gl = this.#gl;
    await Promise.resolve();
    this.#issued = undefined;
    this.#requireOpen();
    const tasks = new Tasks();
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    try {
      gl.flush();
      if (!fence) throw this.lost();
      const asked = performance.now();
      for (let poll = 0; !this.#isSignaled(fence); poll++) {
        const isEager = performance.now() - asked < eagerTime;
        if (!isEager || poll % pollsToFlush === pollsToFlush - 1) gl.flush();
        if (!isEager) await new Promise((resolve) => setTimeout(resolve, 1));
        // Also behind a timer: those that timers set are held back for 4 ms.
        await tasks.next();
      }
    } finally {
      tasks.close();
      gl.deleteSync(fence);
    }
  }

  #isSignaled(fence: WebGLSync): boolean {
    const gl = this.#gl;
    this.#requireOpen();
    const status = gl.clientWaitSync(fence, 0, 0);
    if (status === gl.WAIT_FAILED) throw this.lost();
    return status === gl.ALREADY_SIGNALED || status === gl.CONDITION_SATISFIED;
  }

  #readPixels(texture: Texture, target: ArrayBufferView | 0): void {
    const gl = this.#gl;
    const { format, type } = this.#textures.names(texture.format);
    this.#textures.bindTarget([texture]);
    if (target === 0) gl.readPixels(0, 0, texture.width, texture.height, format, type, 0);
    else gl.readPixels(0, 0, texture.width, texture.height, format, type, target);
  }

  /** A buffer of this size, bound. One is kept for the next read. */
  #acquire(bytes: number): WebGLBuffer {
    const gl = this.#gl;
    const kept = this.#free.find((one) => one.bytes === bytes);
    if (kept) {
      this.#free.splice(this.#free.indexOf(kept), 1);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, kept.buffer);
      return kept.buffer;
    }
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_READ);
    return buffer;
  }

  #release(buffer: WebGLBuffer, bytes: number): void {
    if (this.#closed) return this.#gl.deleteBuffer(buffer);
    this.#free.push({ buffer, bytes });
    if (this.#free.length > 4) this.#gl.deleteBuffer(this.#free.shift()!.buffer);
  }
}

/** An array of what a texture for `dtype` holds. */
export function storedArray(dtype: DType, length: number): Float32Array | Int32Array | Uint32Array {
  if (dtype === "float32") return new Float32Array(length);
  return dtype === "uint32" ? new Uint32Array(length) : new Int32Array(length);
}

/** Whether `fill` writes into `array`. A context that is lost but does not know it yet leaves it as it was. */
function isFilled(array: Float32Array | Int32Array | Uint32Array, fill: () => void): boolean {
  return (
    array.length === 0 ||
    [1, 2].some((mark) => {
      array[0] = mark;
      fill();
      return array[0] !== mark;
    })
  );
}

function asElements(dtype: DType, stored: Float32Array | Int32Array | Uint32Array): TypedArray {
  if (dtype !== "bool") return stored;
  const booleans = createArray("bool", stored.length);
  booleans.set(stored);
  return booleans;
}

/** Turns of the event loop, without the delay that timers have. */
class Tasks {
  readonly #channel = new MessageChannel();

  next(): Promise<void> {
    const { port1, port2 } = this.#channel;
    return new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(undefined);
    });
  }

  close(): void {
    this.#channel.port1.close();
  }
}
