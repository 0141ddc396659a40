import { NNError } from "@nn/backend";

/** What the device has room for. */
export interface Limits {
  readonly textureSize: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** A canvas that a WebGL2 context can belong to. */
export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** A canvas with its context. */
export interface Context {
  readonly canvas: Canvas;
  readonly gl: WebGL2RenderingContext;
  /** Whether the canvas was made for it, and nobody else has it. */
  readonly isOwn: boolean;
}

/** The context of a canvas, or of one that is made for it. If it is lost, waits until it is restored. */
export async function createContext(
  name: string,
  canvas: Canvas | undefined,
  attributes: WebGLContextAttributes,
  restoreTimeout: number,
): Promise<Context> {
  const target = canvas ?? createCanvas(name);
  const gl = contextOf(target, { antialias: false, depth: false, stencil: false, ...attributes });
  if (!gl) {
    throw new NNError(
      "backend",
      `${name}: expected a canvas that gives a WebGL2 context, got none: ` +
        "WebGL2 is missing or switched off here, or the canvas has a context of another kind",
    );
  }
  if (gl.isContextLost()) await restored(name, target, restoreTimeout);
  requireExtensions(name, gl);
  return { canvas: target, gl, isOwn: !canvas };
}

/** Turns on what the backend needs; a restored context needs it again. */
export function requireExtensions(name: string, gl: WebGL2RenderingContext): void {
  if (gl.getExtension("EXT_color_buffer_float")) return;
  throw new NNError("backend", `${name}: expected the WebGL2 extension EXT_color_buffer_float, which is missing here`);
}

/** What is said where the browser does not bring a context back. */
export function notRestored(name: string, milliseconds: number): NNError {
  return new NNError(
    "backend",
    `${name}: the WebGL context was lost, and the browser did not restore it within ${milliseconds} ms; ` +
      "create the backend again",
  );
}

function restored(name: string, canvas: Canvas, milliseconds: number): Promise<void> {
  const keep = (event: Event): void => event.preventDefault();
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      canvas.removeEventListener("webglcontextlost", keep);
      canvas.removeEventListener("webglcontextrestored", done);
      reject(notRestored(name, milliseconds));
    }, milliseconds);
    const done = (): void => {
      clearTimeout(timer);
      canvas.removeEventListener("webglcontextlost", keep);
      canvas.removeEventListener("webglcontextrestored", done);
      resolve();
    };
    canvas.addEventListener("webglcontextlost", keep);
    canvas.addEventListener("webglcontextrestored", done);
  });
}

/** Reads the limits of a context. */
export function limitsOf(gl: WebGL2RenderingContext): Limits {
  const limit = (parameter: number): number => Number(gl.getParameter(parameter));
  return {
    textureSize: limit(gl.MAX_TEXTURE_SIZE),
    inputs: limit(gl.MAX_TEXTURE_IMAGE_UNITS),
    outputs: Math.min(limit(gl.MAX_DRAW_BUFFERS), limit(gl.MAX_COLOR_ATTACHMENTS)),
  };
}

function createCanvas(name: string): Canvas {
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(1, 1);
  if (typeof document !== "undefined") return document.createElement("canvas");
  throw new NNError("backend", `${name}: expected a browser or a worker of one, since WebGL2 exists only there`);
}

function contextOf(canvas: Canvas, attributes: WebGLContextAttributes): WebGL2RenderingContext | null {
  return "style" in canvas ? canvas.getContext("webgl2", attributes) : canvas.getContext("webgl2", attributes);
}
