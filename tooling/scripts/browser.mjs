import { existsSync } from "node:fs";
import { findChromium, launchRenderer } from "../browser/src/index.js";
import { run } from "./run.mjs";

/** What llvmpipe needs and Debian's package of Chromium does not ask for. */
const mesa = ["libegl1", "libgles2", "libgl1-mesa-dri", "libegl-mesa0"];

/** The path of a Chromium: CHROMIUM_PATH, its usual place, or freshly installed where apt-get may. */
export async function provideChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (installsByApt()) await installByApt(["chromium"]);
  return findChromium() ?? refuse();
}

/**
 * Sees to it that Chromium can compute WebGL by llvmpipe, installing what is missing.
 *
 * @returns why it cannot be had here; `undefined` if it can
 * @throws Error where it could be installed and still does not work
 */
export async function provideLlvmpipe() {
  if (process.platform !== "linux") return "it needs Linux";
  const problem = await tryLlvmpipe();
  if (problem === undefined) return undefined;
  if (!installsByApt()) return `${problem}; without apt-get and root, ${mesa.join(", ")} cannot be installed`;
  await installByApt(mesa);
  const after = await tryLlvmpipe();
  if (after !== undefined) throw new Error(`llvmpipe: ${after}, although ${mesa.join(", ")} are installed.`);
  return undefined;
}

async function tryLlvmpipe() {
  try {
    const { browser } = await launchRenderer("llvmpipe");
    await browser.close();
    return undefined;
  } catch (error) {
    return error.message.split("\n")[0];
  }
}

function installsByApt() {
  return process.platform === "linux" && process.getuid() === 0 && existsSync("/usr/bin/apt-get");
}

async function installByApt(packages) {
  console.log(`Installing ${packages.join(", ")} ...`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update"], { output: "hide", env });
  const install = ["apt-get", "install", "--yes", "--no-install-recommends", ...packages];
  const { code } = await run(install, { env });
  if (code !== 0) throw new Error(`apt-get could not install ${packages.join(", ")}.`);
}

function refuse() {
  throw new Error(
    "The browser tests need Chromium or Chrome. Install one (on Debian and Ubuntu: sudo apt-get install chromium), " +
      "or name the one you have in CHROMIUM_PATH.",
  );
}
