// Plain JavaScript: scripts use it before anything is installed or built.

export { findChromium } from "./chromium.js";
export { launchOptions, launchRenderer, rendererNames } from "./renderers.js";
