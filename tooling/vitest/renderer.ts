import { inject } from "vitest";
import type { SoftwareRenderer } from "../browser/src/index.js";

declare module "vitest" {
  interface ProvidedContext {
    /** What WebGL shall be computed by. */
    renderer: SoftwareRenderer;
  }
}

/** Chromium ignores flags that it cannot follow: without this, tests would pass on a renderer that nobody asked for. */
const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
const info = gl?.getExtension("WEBGL_debug_renderer_info");
const renderer = info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "no WebGL2";
gl?.getExtension("WEBGL_lose_context")?.loseContext();
const wanted = { swiftshader: "SwiftShader", llvmpipe: "llvmpipe" }[inject("renderer")];
if (!renderer.includes(wanted)) throw new Error(`expected WebGL on ${wanted}, got ${renderer}`);
