import {
  NNError,
  simplifyKernel,
  validateKernel,
  type Backend,
  type Capabilities,
  type DeviceBuffer,
  type DType,
  type Executable,
  type Kernel,
  type MemoryReport,
  type Step,
  type TypedArray,
} from "@nn/backend";
import { createContext, limitsOf, type Canvas } from "./device/context.ts";
import { Programs } from "./device/programs.ts";
import { Reader, storedArray } from "./device/reader.ts";
import { Textures, type Texture } from "./device/textures.ts";
import { prepareStages, runStages, type PreparedStage } from "./runStages.ts";

/** How a WebGL backend shall be made. */
export interface WebGLOptions {
  /** Default: `"webgl"`. */
  readonly name?: string;
  /** Whose context to use; it has to be free of any other. Default: a new one that is not shown. */
  readonly canvas?: HTMLCanvasElement | OffscreenCanvas;
  /** For the context, for example `powerPreference`. Default: no antialiasing, depth or stencil. */
  readonly contextAttributes?: WebGLContextAttributes;
}

/**
 * A backend that generates WebGL2 fragment shaders from formulas, four elements a texel, on the page or in a worker.
 *
 * Element types: float32, int32, uint32 and bool. `read` never blocks the page.
 *
 * @throws NNError of code `backend` where WebGL2 or `EXT_color_buffer_float` is missing
 */
export async function webgl(options: WebGLOptions = {}): Promise<Backend> {
  return new WebGLBackend(options);
}

class WebGLBuffer implements DeviceBuffer {
  readonly dtype: DType;
  readonly length: number;
  readonly owner: WebGLBackend;
  /** `undefined` once it has been freed. */
  texture: Texture | undefined;

  constructor(owner: WebGLBackend, dtype: DType, length: number, texture: Texture) {
    this.owner = owner;
    this.dtype = dtype;
    this.length = length;
    this.texture = texture;
  }
}

class WebGLExecutable implements Executable {
  readonly kernel: Kernel;
  readonly owner: WebGLBackend;
  readonly stages: readonly PreparedStage[];

  constructor(owner: WebGLBackend, kernel: Kernel, stages: readonly PreparedStage[]) {
    this.owner = owner;
    this.kernel = kernel;
    this.stages = stages;
  }

  source(): string {
    return this.stages.map(({ program }) => program.shader.source).join("\n");
  }
}

class WebGLBackend implements Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly #canvas: Canvas;
  readonly #gl: WebGL2RenderingContext;
  readonly #textures: Textures;
  readonly #programs: Programs;
  readonly #reader: Reader;
  #bytes = 0;
  #buffers = 0;
  #disposed = false;

  constructor({ name = "webgl", canvas, contextAttributes = {} }: WebGLOptions) {
    const created = createContext(name, canvas, contextAttributes);
    const limits = limitsOf(created.gl);
    this.name = name;
    this.#canvas = created.canvas;
    this.#gl = created.gl;
    this.#textures = new Textures(name, created.gl, limits);
    this.#programs = new Programs(name, created.gl, this.#textures);
    this.#reader = new Reader(name, created.gl, this.#textures);
    this.capabilities = {
      dtypes: new Set<DType>(["float32", "int32", "uint32", "bool"]),
      maximumInputs: limits.inputs,
      maximumOutputs: limits.outputs,
      nonFinite: "unspecified",
    };
  }

  allocate(dtype: DType, length: number): DeviceBuffer {
    this.#requireAlive("allocate");
    this.#requireDType("allocate", dtype);
    const buffer = new WebGLBuffer(this, dtype, length, this.#textures.acquire(dtype, length));
    this.#bytes += 4 * length;
    this.#buffers++;
    return buffer;
  }

  free(buffer: DeviceBuffer): void {
    if (this.#disposed) return;
    this.#textures.release(this.#own("free", buffer));
    this.#bytes -= 4 * buffer.length;
    this.#buffers--;
    if (buffer instanceof WebGLBuffer) buffer.texture = undefined;
  }

  write(buffer: DeviceBuffer, data: TypedArray): void {
    this.#requireContext();
    const texture = this.#own("write", buffer);
    if (data.length !== buffer.length) {
      throw this.#error("write", `expected ${buffer.length} elements, got ${data.length}`);
    }
    const pixels = storedArray(buffer.dtype, 4 * texture.width * texture.height);
    pixels.set(data);
    this.#textures.write(texture, pixels);
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    const texture = this.#own("read", buffer);
    this.#requireContext();
    return this.#reader.read(texture, buffer.dtype, buffer.length);
  }

  readSync(buffer: DeviceBuffer): TypedArray {
    const texture = this.#own("read", buffer);
    this.#requireContext();
    return this.#reader.readSync(texture, buffer.dtype, buffer.length);
  }

  compile(kernel: Kernel): Executable | Promise<Executable> {
    this.#requireAlive("compile");
    [...kernel.inputs, ...kernel.outputs].forEach(({ dtype }) => this.#requireDType("compile", dtype));
    validateKernel(kernel);
    this.#requireContext();
    const stages = prepareStages(simplifyKernel(kernel), this.#programs, this.capabilities);
    const executable = new WebGLExecutable(this, kernel, stages);
    const finished = this.#programs.finished(stages.map(({ program }) => program));
    return finished ? finished.then(() => executable) : executable;
  }

  run(steps: readonly Step[]): void {
    this.#requireAlive("run");
    this.#requireContext();
    for (const { executable, inputs, outputs, scalars } of steps) {
      if (!(executable instanceof WebGLExecutable) || executable.owner !== this) {
        throw this.#error("run", "expected an executable of this backend, got another's");
      }
      const textures = (buffers: readonly DeviceBuffer[]): Texture[] =>
        buffers.map((buffer) => this.#own("run", buffer));
      runStages(executable.stages, textures(inputs), textures(outputs), scalars, this.#programs, this.#textures);
    }
  }

  memory(): MemoryReport {
    this.#requireAlive("memory");
    return { bytes: this.#bytes, buffers: this.#buffers, reservedBytes: this.#textures.reservedBytes };
  }

  /** Gives up the whole context, and with it all textures, framebuffers and programs. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.#canvas.width = 1;
    this.#canvas.height = 1;
  }

  /** The buffer's texture, if the buffer is this backend's and was not freed. */
  #own(operation: string, buffer: DeviceBuffer): Texture {
    this.#requireAlive(operation);
    if (!(buffer instanceof WebGLBuffer) || buffer.owner !== this) {
      throw this.#error(operation, "expected a buffer of this backend, got another's");
    }
    if (!buffer.texture) throw this.#error(operation, "expected a live buffer, got one that was freed");
    return buffer.texture;
  }

  #requireAlive(operation: string): void {
    if (this.#disposed) throw this.#error(operation, "the backend was disposed");
  }

  #requireContext(): void {
    if (this.#gl.isContextLost()) throw this.#reader.lost();
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
