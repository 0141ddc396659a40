export { webgl, type WebGLOptions } from "./webgl.ts";
