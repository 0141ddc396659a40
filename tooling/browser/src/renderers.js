import { statfsSync } from "node:fs";
import { findChromium } from "./chromium.js";

/**
 * Chromium ends a graphics process that does not answer for some seconds, and itself after a few of them. A processor that
 * computes graphics beside other work is not hung.
 */
const patient = ["--disable-gpu-watchdog", "--disable-gpu-process-crash-limit"];

const software = ["--use-gl=angle", "--ignore-gpu-blocklist", ...patient];

/** What Chromium's processes may come to share: buffers of WebGL that are uploaded and read. */
const sharedBytes = 2 ** 31;

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
    // Playwright has it share memory by files on the disk, which may be slow, or full.
    ignoreDefaultArgs: hasSharedMemory() ? ["--disable-dev-shm-usage"] : [],
    env: { ...process.env, ...env },
  };
}

/** Whether there is a file system in memory with room enough; in containers it is often small. */
function hasSharedMemory() {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize >= sharedBytes;
  } catch {
    return false;
  }
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
