import { NNError, type DType } from "@nn/backend";
import { formatOf, textureSize, type Format, type TextureSize } from "../layout.ts";
import type { Limits } from "./context.ts";

/** A texture with its size and what its components are. */
export interface Texture extends TextureSize {
  readonly handle: WebGLTexture;
  readonly format: Format;
  readonly number: number;
}

/** How a format is called where textures are made, written and read. */
interface Names {
  readonly internal: number;
  readonly format: number;
  readonly type: number;
}

/** Unused textures beyond this many bytes, and beyond those in use, are deleted. */
const largestReserve = 64 * 2 ** 20;

/** Creates textures and framebuffers, and keeps those that are not used for the next who needs the same. */
export class Textures {
  readonly #name: string;
  readonly #gl: WebGL2RenderingContext;
  readonly #limits: Limits;
  readonly #free = new Map<string, Texture[]>();
  readonly #framebuffers = new Map<string, WebGLFramebuffer>();
  #count = 0;
  #usedBytes = 0;
  #freeBytes = 0;

  constructor(name: string, gl: WebGL2RenderingContext, limits: Limits) {
    this.#name = name;
    this.#gl = gl;
    this.#limits = limits;
  }

  /** Bytes of all textures. */
  get reservedBytes(): number {
    return this.#usedBytes + this.#freeBytes;
  }

  /** A texture for `length` elements, with undefined contents. */
  acquire(dtype: DType, length: number): Texture {
    const size = textureSize(length);
    if (size.width > this.#limits.textureSize) {
      const most = 4 * this.#limits.textureSize ** 2;
      throw new NNError("memory", `${this.#name}.allocate: expected at most ${most} elements, got ${length}`);
    }
    const format = formatOf(dtype);
    const reused = this.#free.get(keyOf(format, size))?.pop();
    const bytes = bytesOf(size);
    if (reused) this.#freeBytes -= bytes;
    this.#usedBytes += bytes;
    return reused ?? this.#create(format, size);
  }

  /** Takes a texture back. What was drawn from it before is not affected. */
  release(texture: Texture): void {
    const bytes = bytesOf(texture);
    this.#usedBytes -= bytes;
    if (this.#freeBytes + bytes > Math.max(largestReserve, this.#usedBytes)) return this.#delete(texture);
    const key = keyOf(texture.format, texture);
    const others = this.#free.get(key);
    if (others) others.push(texture);
    else this.#free.set(key, [texture]);
    this.#freeBytes += bytes;
  }

  /** Binds the framebuffer whose attachments are `outputs`, in this order. */
  bindTarget(outputs: readonly Texture[]): void {
    const gl = this.#gl;
    const key = outputs.map(({ number }) => number).join();
    const known = this.#framebuffers.get(key);
    if (known) return gl.bindFramebuffer(gl.FRAMEBUFFER, known);
    const framebuffer = gl.createFramebuffer();
    this.#framebuffers.set(key, framebuffer);
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    outputs.forEach(({ handle }, at) => {
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + at, gl.TEXTURE_2D, handle, 0);
    });
    gl.drawBuffers(outputs.map((_, at) => gl.COLOR_ATTACHMENT0 + at));
  }

  /** Fills a texture from `data`, which has four elements for each texel. */
  write(texture: Texture, data: ArrayBufferView): void {
    const gl = this.#gl;
    const { format, type } = this.names(texture.format);
    gl.bindTexture(gl.TEXTURE_2D, texture.handle);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, texture.width, texture.height, format, type, data);
  }

  /** What WebGL calls a format. */
  names(format: Format): Names {
    const gl = this.#gl;
    switch (format) {
      case "float":
        return { internal: gl.RGBA32F, format: gl.RGBA, type: gl.FLOAT };
      case "int":
        return { internal: gl.RGBA32I, format: gl.RGBA_INTEGER, type: gl.INT };
      case "uint":
        return { internal: gl.RGBA32UI, format: gl.RGBA_INTEGER, type: gl.UNSIGNED_INT };
    }
  }

  #create(format: Format, size: TextureSize): Texture {
    const gl = this.#gl;
    const handle = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, handle);
    gl.texStorage2D(gl.TEXTURE_2D, 1, this.names(format).internal, size.width, size.height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    return { handle, format, number: this.#count++, ...size };
  }

  #delete(texture: Texture): void {
    const name = String(texture.number);
    for (const [key, framebuffer] of this.#framebuffers) {
      if (!key.split(",").includes(name)) continue;
      this.#gl.deleteFramebuffer(framebuffer);
      this.#framebuffers.delete(key);
    }
    this.#gl.deleteTexture(texture.handle);
  }
}

function keyOf(format: Format, { width, height }: TextureSize): string {
  return `${format} ${width} ${height}`;
}

function bytesOf({ width, height }: TextureSize): number {
  return 16 * width * height;
}
