import { NNError, type DType } from "@nn/backend";
import { formatOf, textureSize, type Format, type TextureSize } from "../layout.ts";
import type { Limits } from "./context.ts";

/** A texture with its size and what its components are. */
export interface Texture extends TextureSize {
  readonly handle: WebGLTexture;
  readonly format: Format;
  /** How many layers of this size it has, all of which are written at once; 0 if it is no array. */
  readonly layers: number;
  readonly number: number;
}

/** How a format is called where textures are made, written and read. */
interface Names {
  readonly internal: number;
  readonly format: number;
  readonly type: number;
}

/** Unused textures are deleted beyond this many bytes, unless as many were lately in use. */
const smallestReserve = 64 * 2 ** 20;
/** How many textures are taken until a peak of use counts as the last one, and the last one as forgotten. */
const peakSpan = 1000;

/** Creates textures and framebuffers, and keeps those that are not used for the next who needs the same. */
export class Textures {
  readonly #name: string;
  readonly #gl: WebGL2RenderingContext;
  readonly #limits: Limits;
  /** By what they are good for; the kind that was given back last comes last. */
  readonly #free = new Map<string, Texture[]>();
  readonly #framebuffers = new Map<string, WebGLFramebuffer>();
  #count = 0;
  #usedBytes = 0;
  #freeBytes = 0;
  #taken = 0;
  /** The most bytes in use at once, in this span and in the one before. */
  #peak = 0;
  #lastPeak = 0;

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
    return this.#take(formatOf(dtype), size, 0);
  }

  /** An array of float textures for `length` elements each, with undefined contents. */
  acquireLayers(length: number, layers: number): Texture {
    return this.#take("float", textureSize(length), layers);
  }

  /** Takes a texture back. What was drawn from it before is not affected. */
  release(texture: Texture): void {
    const bytes = bytesOf(texture);
    this.#usedBytes -= bytes;
    const key = keyOf(texture.format, texture, texture.layers);
    const others = this.#free.get(key) ?? [];
    this.#free.delete(key);
    others.push(texture);
    this.#free.set(key, others);
    this.#freeBytes += bytes;
    this.#trim();
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
    let attachments = 0;
    for (const { handle, layers } of outputs) {
      if (layers === 0) {
        gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + attachments++, gl.TEXTURE_2D, handle, 0);
      }
      for (let layer = 0; layer < layers; layer++) {
        gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + attachments++, handle, 0, layer);
      }
    }
    gl.drawBuffers(Array.from({ length: attachments }, (_, at) => gl.COLOR_ATTACHMENT0 + at));
  }

  /** Binds a texture for reading. */
  bindSource(unit: number, { handle, layers }: Texture): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(layers === 0 ? gl.TEXTURE_2D : gl.TEXTURE_2D_ARRAY, handle);
  }

  /** Fills a texture from `data`, which has four elements for each texel. */
  write(texture: Texture, data: ArrayBufferView): void {
    const gl = this.#gl;
    const { format, type } = this.names(texture.format);
    gl.bindTexture(gl.TEXTURE_2D, texture.handle);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, texture.width, texture.height, format, type, data);
  }

  /** Deletes all textures that are not used, and all framebuffers. Those in use are released first. */
  dispose(): void {
    [...this.#free.values()].flat().forEach((texture) => this.#delete(texture));
    this.#free.clear();
    this.#framebuffers.forEach((framebuffer) => this.#gl.deleteFramebuffer(framebuffer));
    this.#framebuffers.clear();
    this.#freeBytes = 0;
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

  #take(format: Format, size: TextureSize, layers: number): Texture {
    const key = keyOf(format, size, layers);
    const unused = this.#free.get(key) ?? [];
    const reused = unused.pop();
    if (unused.length === 0) this.#free.delete(key);
    const bytes = bytesOf({ ...size, layers });
    if (reused) this.#freeBytes -= bytes;
    this.#usedBytes += bytes;
    if (this.#taken++ % peakSpan === 0) [this.#lastPeak, this.#peak] = [this.#peak, 0];
    this.#peak = Math.max(this.#peak, this.#usedBytes);
    this.#trim();
    return reused ?? this.#create(format, size, layers);
  }

  /** Deletes unused textures, of the kind that has not been used for longest first. */
  #trim(): void {
    const most = Math.max(smallestReserve, this.#peak - this.#usedBytes, this.#lastPeak - this.#usedBytes);
    for (const [key, textures] of this.#free) {
      while (this.#freeBytes > most && textures.length > 0) {
        const texture = textures.pop()!;
        this.#freeBytes -= bytesOf(texture);
        this.#delete(texture);
      }
      if (textures.length === 0) this.#free.delete(key);
      if (this.#freeBytes <= most) return;
    }
  }

  #create(format: Format, size: TextureSize, layers: number): Texture {
    const gl = this.#gl;
    const handle = gl.createTexture();
    const target = layers === 0 ? gl.TEXTURE_2D : gl.TEXTURE_2D_ARRAY;
    const { internal } = this.names(format);
    gl.bindTexture(target, handle);
    if (layers === 0) gl.texStorage2D(target, 1, internal, size.width, size.height);
    else gl.texStorage3D(target, 1, internal, size.width, size.height, layers);
    gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texParameteri(target, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(target, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    return { handle, format, layers, number: this.#count++, ...size };
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

function keyOf(format: Format, { width, height }: TextureSize, layers: number): string {
  return `${format} ${width} ${height} ${layers}`;
}

function bytesOf({ width, height, layers }: Pick<Texture, "width" | "height" | "layers">): number {
  return 16 * width * height * Math.max(1, layers);
}
