import { findChromium } from "./chromium.js";

const software = ["--use-gl=angle", "--ignore-gpu-blocklist"];

/** The flags of each renderer, and what its name contains. */
const renderers = {
  swiftshader: { flags: [...software, "--use-angle=swiftshader", "--enable-unsafe-swiftshader"], name: "SwiftShader" },
  // Mesa prefers a graphics card where there is one, unless told otherwise.
  llvmpipe: { flags: [...software, "--use-angle=gles-egl"], name: "llvmpipe", env: { LIBGL_ALWAYS_SOFTWARE: "1" } },
  native: { flags: [], name: "" },
};

export const rendererNames = Object.keys(renderers);

const quiet = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchOptions(renderer) {
  const { flags, env } = renderers[renderer];
  const executablePath = findChromium();
  return {
    ...(executablePath === undefined ? { channel: "chrome" } : { executablePath }),
    args: ["--no-sandbox", ...quiet, ...flags],
    env: { ...process.env, ...env },
  };
}

export async function launchRenderer(name) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch(launchOptions(name));
  try {
    const page = await browser.newPage();
    const renderer = await page.evaluate(rendererOfPage);
    await page.close();
    if (renderer.includes(renderers[name].name)) return { browser, renderer };
    throw new Error(`expected WebGL on ${renderers[name].name}, got ${renderer || "no WebGL2"}`);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Runs in a page. */
function rendererOfPage() {
  const gl = new globalThis.OffscreenCanvas(1, 1).getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  return info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
}
