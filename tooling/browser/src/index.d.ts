import type { Browser, LaunchOptions } from "playwright-core";

/** What computes WebGL without a graphics card. */
export type SoftwareRenderer = "swiftshader" | "llvmpipe";

/** What computes WebGL; `native` is what Chromium chooses by itself. */
export type RendererName = SoftwareRenderer | "native";

export const rendererNames: readonly RendererName[];

/** The path of a Chromium, Chrome or Edge: CHROMIUM_PATH, else its usual place; `undefined` if there is none. */
export function findChromium(): string | undefined;

/** How playwright starts Chromium with a renderer. Flags that do not work out are ignored silently: see {@link launchRenderer}. */
export function launchOptions(renderer: RendererName): LaunchOptions;

/**
 * Starts Chromium, and makes sure of its renderer.
 *
 * @returns the browser, and the renderer as WebGL names it
 * @throws Error if it is another one
 */
export function launchRenderer(name: RendererName): Promise<{ readonly browser: Browser; readonly renderer: string }>;
