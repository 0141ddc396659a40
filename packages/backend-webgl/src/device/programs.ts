import { kernelKey, NNError, type Kernel } from "@nn/backend";
import { generateShader, type GeneratedShader } from "../codegen/generate.ts";
import { formatOf, type TextureSize } from "../layout.ts";
import type { Texture, Textures } from "./textures.ts";

const vertexSource = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}
`;

/** A linked program. */
export interface Program {
  /** What it computes, if a kernel's formula says it. */
  readonly kernel: Kernel | undefined;
  readonly shader: GeneratedShader;
  readonly handle: WebGLProgram;
  /** Of each scalar that the shader uses; found at the first run. */
  uniforms: readonly (WebGLUniformLocation | null)[] | undefined;
}

/** Compiles shaders, once for each kernel, and draws with them. */
export class Programs {
  readonly #name: string;
  readonly #gl: WebGL2RenderingContext;
  readonly #textures: Textures;
  readonly #parallel: KHR_parallel_shader_compile | null;
  readonly #known = new Map<string, Program>();
  #vertexShader: WebGLShader | undefined;
  #disposed = false;

  constructor(name: string, gl: WebGL2RenderingContext, textures: Textures) {
    this.#name = name;
    this.#gl = gl;
    this.#textures = textures;
    this.#parallel = gl.getExtension("KHR_parallel_shader_compile");
  }

  /**
   * The program of a kernel, whose compilation has at least begun.
   *
   * @param layered sizes of the layers of those inputs that are texture arrays
   */
  get(kernel: Kernel, layered: ReadonlyMap<number, TextureSize>): Program {
    const sizes = [...layered].map(([input, { width, height }]) => `${input}:${width}x${height}`);
    const key = [kernelKey(kernel), ...sizes].join(" ");
    return this.#known.get(key) ?? this.#add(key, generateShader(kernel, layered), kernel);
  }

  /** The program of a shader that reads no scalars, whose compilation has at least begun. */
  of(shader: GeneratedShader): Program {
    return this.#known.get(shader.source) ?? this.#add(shader.source, shader, undefined);
  }

  /** Resolves once the programs are compiled; `undefined` where waiting for that would block the page anyway. */
  finished(programs: readonly Program[]): Promise<void> | undefined {
    const parallel = this.#parallel;
    const pending = programs.filter(({ uniforms }) => uniforms === undefined);
    if (!parallel || pending.length === 0) return undefined;
    return this.#poll(pending, parallel.COMPLETION_STATUS_KHR);
  }

  /** Computes one texel of each output a fragment. */
  draw(program: Program, inputs: readonly Texture[], outputs: readonly Texture[], scalars: readonly number[]): void {
    const gl = this.#gl;
    const { kernel, shader } = program;
    gl.useProgram(program.handle);
    const uniforms = (program.uniforms ??= this.#prepare(program));
    shader.inputs.forEach((number, unit) => this.#textures.bindSource(unit, inputs[number]!));
    shader.scalars.forEach((number, at) => {
      const [location, value] = [uniforms[at]!, scalars[number]!];
      const format = formatOf(kernel!.scalars[number]!);
      if (format === "float") gl.uniform1f(location, value);
      else if (format === "int") gl.uniform1i(location, value);
      else gl.uniform1ui(location, value);
    });
    const { width, height } = outputs[0]!;
    this.#textures.bindTarget(outputs);
    gl.viewport(0, 0, width, height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** Deletes all programs. */
  dispose(): void {
    this.#disposed = true;
    this.#known.forEach(({ handle }) => this.#gl.deleteProgram(handle));
    this.#known.clear();
    if (this.#vertexShader) this.#gl.deleteShader(this.#vertexShader);
    this.#vertexShader = undefined;
  }

  async #poll(programs: readonly Program[], status: number): Promise<void> {
    for (const { handle } of programs) {
      const isPending = (): boolean => !this.#disposed && !this.#gl.isContextLost();
      while (isPending() && this.#gl.getProgramParameter(handle, status) !== true) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }

  #add(key: string, shader: GeneratedShader, kernel: Kernel | undefined): Program {
    const program: Program = { kernel, shader, handle: this.#link(shader.source), uniforms: undefined };
    this.#known.set(key, program);
    return program;
  }

  #link(source: string): WebGLProgram {
    const gl = this.#gl;
    const handle = gl.createProgram();
    gl.attachShader(handle, (this.#vertexShader ??= this.#compile(gl.VERTEX_SHADER, vertexSource)));
    const fragmentShader = this.#compile(gl.FRAGMENT_SHADER, source);
    gl.attachShader(handle, fragmentShader);
    gl.linkProgram(handle);
    gl.deleteShader(fragmentShader);
    return handle;
  }

  #compile(type: number, source: string): WebGLShader {
    const gl = this.#gl;
    const shader = gl.createShader(type);
    if (!shader) throw new NNError("backend", `${this.#name}.compile: the context was lost`);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    return shader;
  }

  /** Checks the link and ties samplers to units. Asking waits for the compiler, so it is left to the first run. */
  #prepare({ handle, shader }: Program): (WebGLUniformLocation | null)[] {
    const gl = this.#gl;
    if (gl.getProgramParameter(handle, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
      const [fragment] = (gl.getAttachedShaders(handle) ?? []).filter((one) => one !== this.#vertexShader);
      const log = [gl.getProgramInfoLog(handle), fragment && gl.getShaderInfoLog(fragment)].filter(Boolean).join("\n");
      throw new NNError("backend", `${this.#name}.compile: the driver refused a shader: ${log}\n${shader.source}`);
    }
    shader.inputs.forEach((number, unit) => gl.uniform1i(gl.getUniformLocation(handle, `x${number}`), unit));
    return shader.scalars.map((number) => gl.getUniformLocation(handle, `s${number}`));
  }
}
