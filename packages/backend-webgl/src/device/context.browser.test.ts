import { cast, index, NNError } from "@nn/backend";
import { expect, test, vi } from "vitest";
import { elementwiseKernel } from "../fixtures.ts";
import { webgl } from "../webgl.ts";

/** A canvas whose context is `context`. */
function canvasWith(context: WebGL2RenderingContext | null): OffscreenCanvas {
  const canvas = new OffscreenCanvas(1, 1);
  Object.defineProperty(canvas, "getContext", { value: () => context });
  return canvas;
}

/** A real context that says it has no such extension. */
function contextWithout(extension: string): WebGL2RenderingContext {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2")!;
  const getExtension = gl.getExtension.bind(gl) as (name: string) => unknown;
  Object.defineProperty(gl, "getExtension", {
    value: (name: string) => (name === extension ? null : getExtension(name)),
  });
  return gl;
}

async function errorOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const noContext =
  "webgl: expected a canvas that gives a WebGL2 context, got none: " +
  "WebGL2 is missing or switched off here, or the canvas has a context of another kind";

test("says that WebGL2 is missing", async () => {
  expect(await errorOf(webgl({ canvas: canvasWith(null) }))).toEqual(new NNError("backend", noContext));
});

test("says that the extension for float textures is missing", async () => {
  const canvas = canvasWith(contextWithout("EXT_color_buffer_float"));
  expect(await errorOf(webgl({ canvas, name: "mine" }))).toEqual(
    new NNError("backend", "mine: expected the WebGL2 extension EXT_color_buffer_float, which is missing here"),
  );
});

test.each(["2d", "webgl", "bitmaprenderer"] as const)(
  "says that a canvas has a context of another kind: %s",
  async (kind) => {
    const [offscreen, element] = [new OffscreenCanvas(1, 1), document.createElement("canvas")];
    offscreen.getContext(kind);
    element.getContext(kind);
    expect(await errorOf(webgl({ canvas: offscreen }))).toEqual(new NNError("backend", noContext));
    expect(await errorOf(webgl({ canvas: element }))).toEqual(new NNError("backend", noContext));
  },
);

test("makes an element where there is no OffscreenCanvas", async () => {
  vi.stubGlobal("OffscreenCanvas", undefined);
  const backend = await webgl();
  vi.unstubAllGlobals();
  const buffer = backend.allocate("float32", 1);
  backend.write(buffer, Float32Array.of(5));
  expect(await backend.read(buffer)).toEqual(Float32Array.of(5));
  backend.dispose();
});

test("needs no extension to compile in parallel", async () => {
  const backend = await webgl({ canvas: canvasWith(contextWithout("KHR_parallel_shader_compile")) });
  const executable = backend.compile(elementwiseKernel([3], [], cast(index(0), "float32")));
  if (executable instanceof Promise) throw new Error("expected a program at once");
  const output = backend.allocate("float32", 3);
  void backend.run([{ executable, inputs: [], outputs: [output], scalars: [] }]);
  expect(await backend.read(output)).toEqual(Float32Array.of(0, 1, 2));
  backend.dispose();
});
