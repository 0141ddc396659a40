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
import { createContext, limitsOf, type Context } from "./device/context.ts";
import { keptBytes, replay, upload, Version, type Device } from "./device/journal.ts";
import { Life } from "./device/life.ts";
import { Programs } from "./device/programs.ts";
import { Reader } from "./device/reader.ts";
import { Snapshots, type SnapshotLimits } from "./device/snapshots.ts";
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
  /**
   * What a lost context means. `"error"`: the tensors are gone, and every read says so. `"resume"`: they come back bit
   * for bit, from copies on the host and the steps since; see the README for the cost. Default: `"error"`, which costs
   * nothing.
   */
  readonly contextLoss?: "error" | "resume";
  /** How many milliseconds to wait for the browser to restore a lost context. Default: 10 000. */
  readonly restoreTimeout?: number;
}

/**
 * A backend that generates WebGL2 fragment shaders from formulas, four elements a texel, on the page or in a worker.
 *
 * Element types: float32, int32, uint32 and bool. `read` never blocks the page.
 *
 * @throws NNError of code `backend` where WebGL2 or `EXT_color_buffer_float` is missing
 */
export async function webgl(options: WebGLOptions = {}): Promise<Backend> {
  return createBackend(options);
}

/** The same with other limits of what "resume" keeps, for tests. */
export async function createBackend(options: WebGLOptions, limits?: SnapshotLimits): Promise<Backend> {
  const { name = "webgl", canvas, contextAttributes = {}, restoreTimeout = 10_000 } = options;
  const context = await createContext(name, canvas, contextAttributes, restoreTimeout);
  return new WebGLBackend({ ...options, name, restoreTimeout }, context, limits);
}

/** A read under way; where the context is lost, it is asked again of the next. */
interface Ask {
  readonly version: Version;
  readonly resolve: (data: TypedArray) => void;
  readonly reject: (error: unknown) => void;
}

class WebGLBuffer implements DeviceBuffer {
  readonly dtype: DType;
  readonly length: number;
  readonly owner: WebGLBackend;
  isFreed = false;
  /** `undefined` once it has been freed, and while the context is lost. */
  texture: Texture | undefined;
  /** What it holds, if that shall come back after a loss. */
  version: Version;

  constructor(owner: WebGLBackend, dtype: DType, length: number) {
    this.owner = owner;
    this.dtype = dtype;
    this.length = length;
    this.version = new Version(dtype, length);
  }
}

class WebGLExecutable implements Executable {
  readonly kernel: Kernel;
  readonly owner: WebGLBackend;
  /** Its programs on a device; they end with it. */
  prepared: { readonly device: Device; readonly stages: readonly PreparedStage[] } | undefined;

  constructor(owner: WebGLBackend, kernel: Kernel) {
    this.owner = owner;
    this.kernel = kernel;
  }

  source(): string {
    return (this.prepared?.stages ?? []).map(({ program }) => program.shader.source).join("\n");
  }
}

class WebGLBackend implements Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly #context: Context;
  readonly #gl: WebGL2RenderingContext;
  readonly #life: Life;
  readonly #snapshots: Snapshots;
  readonly #resumes: boolean;
  readonly #live = new Set<WebGLBuffer>();
  readonly #asked = new Set<Ask>();
  #device: Device;
  #bytes = 0;
  #steps = 0;
  #disposed = false;

  constructor(
    options: WebGLOptions & { name: string; restoreTimeout: number },
    context: Context,
    limits: SnapshotLimits | undefined,
  ) {
    this.name = options.name;
    this.#context = context;
    this.#gl = context.gl;
    this.#resumes = options.contextLoss === "resume";
    this.#device = this.#createDevice();
    const { inputs, outputs } = limitsOf(this.#gl);
    this.capabilities = {
      dtypes: new Set<DType>(["float32", "int32", "uint32", "bool"]),
      maximumInputs: inputs,
      maximumOutputs: outputs,
      nonFinite: "unspecified",
    };
    this.#snapshots = new Snapshots(() => this.#live, limits);
    this.#life = new Life(this.name, context, this.#resumes ? options.restoreTimeout : 0, {
      lost: () => this.#forget(),
      restored: () => this.#restore(),
      failed: (error) => this.#reject(error),
    });
  }

  allocate(dtype: DType, length: number): DeviceBuffer {
    this.#requireAlive("allocate");
    this.#requireDType("allocate", dtype);
    const buffer = new WebGLBuffer(this, dtype, length);
    if (this.#isReady()) buffer.texture = this.#device.textures.acquire(dtype, length);
    this.#live.add(buffer);
    this.#bytes += 4 * length;
    return buffer;
  }

  free(buffer: DeviceBuffer): void {
    if (this.#disposed) return;
    const own = this.#own("free", buffer);
    own.isFreed = true;
    this.#live.delete(own);
    this.#bytes -= 4 * own.length;
    if (own.texture) this.#device.textures.release(own.texture);
    own.texture = undefined;
    own.version = new Version(own.dtype, own.length);
  }

  write(buffer: DeviceBuffer, data: TypedArray): void {
    const own = this.#own("write", buffer);
    const isReady = this.#isReady();
    if (data.length !== own.length) {
      throw this.#error("write", `expected ${own.length} elements, got ${data.length}`);
    }
    if (isReady) upload(this.#device.textures, own.texture!, own.dtype, data);
    if (!this.#resumes) return;
    if (!isReady && !this.#snapshots.hasRoom(data.byteLength, () => keptBytes(this.#wanted()))) {
      throw this.#error("write", "the WebGL context is lost, and more was written than is kept until it is restored");
    }
    own.version = new Version(own.dtype, own.length, data.slice());
    this.#snapshots.wrote(data.byteLength);
    if (isReady) this.#snapshots.take(this.#device.reader);
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    const own = this.#own("read", buffer);
    const isReady = this.#isReady();
    const { version, texture } = own;
    if (!this.#resumes) return this.#device.reader.read(texture!, own.dtype, own.length);
    if (version.copy) return version.copy.slice();
    return new Promise((resolve, reject) => {
      const ask = { version, resolve, reject };
      this.#asked.add(ask);
      if (isReady) void this.#answer(ask, texture!);
    });
  }

  readSync(buffer: DeviceBuffer): TypedArray {
    const own = this.#own("read", buffer);
    const isReady = this.#isReady();
    if (own.version.copy) return own.version.copy.slice();
    try {
      if (isReady) return this.#device.reader.readSync(own.texture!, own.dtype, own.length);
    } catch (error) {
      if (!this.#resumes) throw error;
    }
    throw this.#error("readSync", "the WebGL context is lost and not restored yet; read asynchronously");
  }

  compile(kernel: Kernel): Executable | Promise<Executable> {
    this.#requireAlive("compile");
    [...kernel.inputs, ...kernel.outputs].forEach(({ dtype }) => this.#requireDType("compile", dtype));
    validateKernel(kernel);
    const executable = new WebGLExecutable(this, kernel);
    if (!this.#isReady()) return executable;
    const programs = this.#stages(executable).map(({ program }) => program);
    const finished = this.#device.programs.finished(programs);
    return finished ? finished.then(() => executable) : executable;
  }

  run(steps: readonly Step[]): void {
    this.#requireAlive("run");
    this.#isReady();
    for (const { executable, inputs, outputs, scalars } of steps) {
      if (!(executable instanceof WebGLExecutable) || executable.owner !== this) {
        throw this.#error("run", "expected an executable of this backend, got another's");
      }
      const [from, to] = [inputs, outputs].map((buffers) => buffers.map((buffer) => this.#own("run", buffer)));
      if (this.#isReady()) {
        const { programs, textures } = this.#device;
        const texturesOf = (buffers: readonly WebGLBuffer[]): Texture[] => buffers.map(({ texture }) => texture!);
        runStages(this.#stages(executable), texturesOf(from!), texturesOf(to!), scalars, programs, textures);
      }
      if (this.#resumes) this.#record(executable, from!, to!, scalars);
    }
    if (this.#resumes && this.#isReady()) this.#snapshots.take(this.#device.reader);
  }

  memory(): MemoryReport {
    this.#requireAlive("memory");
    const { reservedBytes } = this.#device.textures;
    return { bytes: this.#bytes, buffers: this.#live.size, reservedBytes };
  }

  /** Deletes all textures, framebuffers and programs. A context of its own is given up as a whole. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#life.end();
    const reason = this.#error("read", "the backend was disposed");
    this.#reject(reason);
    const { textures, programs, reader } = this.#device;
    this.#live.forEach(({ texture }) => texture && textures.release(texture));
    this.#live.clear();
    reader.close(reason);
    textures.dispose();
    programs.dispose();
    if (!this.#context.isOwn) return;
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.#context.canvas.width = 1;
    this.#context.canvas.height = 1;
  }

  #createDevice(): Device {
    const textures = new Textures(this.name, this.#gl, limitsOf(this.#gl));
    const programs = new Programs(this.name, this.#gl, textures);
    return { textures, programs, reader: new Reader(this.name, this.#gl, textures) };
  }

  /** Whether the device can be used; `false` while work is only recorded. Throws if nothing will come back. */
  #isReady(): boolean {
    if (this.#life.failure) throw this.#life.failure;
    if (!this.#life.isLost()) return true;
    if (!this.#resumes) throw this.#device.reader.lost();
    return false;
  }

  /** Everything on the device is gone. */
  #forget(): void {
    const { reader } = this.#device;
    reader.close(reader.lost());
    if (this.#resumes) this.#live.forEach((buffer) => (buffer.texture = undefined));
  }

  /** Fills a new device with what the old one held. */
  #restore(): void {
    if (!this.#resumes) return;
    this.#device = this.#createDevice();
    const found = replay(this.#device, this.#wanted());
    this.#asked.forEach((ask) => void this.#answer(ask, found.get(ask.version)!));
    for (const buffer of this.#live) {
      buffer.texture = found.get(buffer.version)!;
      found.delete(buffer.version);
    }
    found.forEach((texture) => this.#device.textures.release(texture));
  }

  /** What has to come back after a loss. */
  #wanted(): Set<Version> {
    return new Set([...this.#live, ...this.#asked].map(({ version }) => version));
  }

  /** Reads for `ask`, which waits for the next context if this one is lost before the numbers are there. */
  async #answer(ask: Ask, texture: Texture): Promise<void> {
    const device = this.#device;
    const { dtype, length } = ask.version;
    try {
      ask.resolve(await device.reader.read(texture, dtype, length));
    } catch (error) {
      if ((await this.#life.isLostSoon()) || device !== this.#device) return;
      ask.reject(error);
    }
    this.#asked.delete(ask);
  }

  #reject(error: NNError): void {
    this.#asked.forEach(({ reject }) => reject(error));
    this.#asked.clear();
  }

  #record(
    executable: WebGLExecutable,
    inputs: readonly WebGLBuffer[],
    outputs: readonly WebGLBuffer[],
    scalars: readonly number[],
  ): void {
    const versions = outputs.map(({ dtype, length }) => new Version(dtype, length));
    const origin = {
      number: this.#steps++,
      stages: () => this.#stages(executable),
      inputs: inputs.map(({ version }) => version),
      outputs: versions,
      scalars: [...scalars],
    };
    versions.forEach((version, at) => {
      version.origin = origin;
      outputs[at]!.version = version;
    });
    if (!this.#snapshots.ran()) {
      throw this.#error("run", "the WebGL context is lost, and more work was given than is kept until it is restored");
    }
  }

  /** The programs of an executable on the present device. */
  #stages(executable: WebGLExecutable): readonly PreparedStage[] {
    const device = this.#device;
    if (executable.prepared?.device !== device) {
      const stages = prepareStages(simplifyKernel(executable.kernel), device.programs, this.capabilities);
      executable.prepared = { device, stages };
    }
    return executable.prepared.stages;
  }

  /** The buffer, if it is this backend's and was not freed. */
  #own(operation: string, buffer: DeviceBuffer): WebGLBuffer {
    this.#requireAlive(operation);
    if (!(buffer instanceof WebGLBuffer) || buffer.owner !== this) {
      throw this.#error(operation, "expected a buffer of this backend, got another's");
    }
    if (buffer.isFreed) throw this.#error(operation, "expected a live buffer, got one that was freed");
    return buffer;
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
