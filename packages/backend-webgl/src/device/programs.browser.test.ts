import { add, cast, index, type Backend, type Executable } from "@nn/backend";
import { expect, test } from "vitest";
import { elementwiseKernel } from "../fixtures.ts";
import { webgl } from "../webgl.ts";

const completionStatus = 0x91b1;

interface SlowCanvas {
  readonly canvas: OffscreenCanvas;
  readonly compiler: { isDone: boolean; asked: number };
  readonly loss: WEBGL_lose_context;
}

/** A canvas whose context compiles in parallel, and has finished once `isDone`. Counts how often it was asked. */
function slowCanvas(): SlowCanvas {
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext("webgl2")!;
  const compiler = { isDone: false, asked: 0 };
  const getExtension = gl.getExtension.bind(gl) as (name: string) => unknown;
  const getProgramParameter = gl.getProgramParameter.bind(gl);
  Object.defineProperty(gl, "getExtension", {
    value: (name: string) =>
      name === "KHR_parallel_shader_compile" ? { COMPLETION_STATUS_KHR: completionStatus } : getExtension(name),
  });
  Object.defineProperty(gl, "getProgramParameter", {
    value: (program: WebGLProgram, name: number): unknown => {
      if (name !== completionStatus) return getProgramParameter(program, name);
      compiler.asked++;
      return compiler.isDone;
    },
  });
  return { canvas, compiler, loss: getExtension("WEBGL_lose_context") as WEBGL_lose_context };
}

const kernel = elementwiseKernel([3], [], add(cast(index(0), "float32"), 1));

async function result(backend: Backend, executable: Executable): Promise<unknown> {
  const output = backend.allocate("float32", 3);
  void backend.run([{ executable, inputs: [], outputs: [output], scalars: [] }]);
  return backend.read(output);
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("waits for compilers that work in parallel", async () => {
  const { canvas, compiler } = slowCanvas();
  const backend = await webgl({ canvas });
  let ready = 0;
  const count = (executable: Executable): Executable => (ready++, executable);
  const both = [0, 1].map(() => Promise.resolve(backend.compile(kernel)).then(count));
  await pause();
  expect(ready).toBe(0);
  compiler.isDone = true;
  for (const executable of await Promise.all(both)) {
    expect(await result(backend, executable)).toEqual(Float32Array.of(1, 2, 3));
  }
  expect(backend.compile(kernel)).not.toBeInstanceOf(Promise);
  backend.dispose();
});

test("asks no more after dispose", async () => {
  const { canvas, compiler } = slowCanvas();
  const backend = await webgl({ canvas });
  const executable = backend.compile(kernel);
  backend.dispose();
  await executable;
  const { asked } = compiler;
  await pause();
  expect(compiler.asked).toBe(asked);
});

test("compiles again what was compiling when the context was lost", async () => {
  const { canvas, loss } = slowCanvas();
  const backend = await webgl({ canvas, contextLoss: "resume" });
  canvas.addEventListener("webglcontextlost", () => setTimeout(() => loss.restoreContext()));
  const executable = backend.compile(kernel);
  loss.loseContext();
  expect(await result(backend, await executable)).toEqual(Float32Array.of(1, 2, 3));
  backend.dispose();
});
