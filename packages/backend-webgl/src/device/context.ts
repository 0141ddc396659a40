import { NNError } from "@nn/backend";

/** What the device has room for. */
export interface Limits {
  readonly textureSize: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** A canvas that a WebGL2 context can belong to. */
export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** The context of a canvas, or of one that is made for it. */
export function createContext(
  name: string,
  canvas: Canvas | undefined,
  attributes: WebGLContextAttributes,
): { readonly canvas: Canvas; readonly gl: WebGL2RenderingContext } {
  const target = canvas ?? createCanvas(name);
  const gl = contextOf(target, { antialias: false, depth: false, stencil: false, ...attributes });
  if (!gl) throw new NNError("backend", `${name}: expected a canvas that gives a WebGL2 context, got none`);
  if (!gl.getExtension("EXT_color_buffer_float")) {
    throw new NNError(
      "backend",
      `${name}: expected the WebGL2 extension EXT_color_buffer_float, which is missing here`,
    );
  }
  return { canvas: target, gl };
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
