import { existsSync } from "node:fs";
import { run } from "./run.mjs";

const places = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** The path of a Chromium or Chrome, from CHROMIUM_PATH, from its usual place, or freshly installed where apt-get may. */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`CHROMIUM_PATH names ${given}, which does not exist.`);
  }
  return installed() ?? (await installByApt()) ?? refuse();
}

function installed() {
  return places[process.platform]?.find((path) => existsSync(path));
}

async function installByApt() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  console.log("Installing Chromium ...");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update"], { output: "hide", env });
  await run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], { env });
  return installed();
}

function refuse() {
  throw new Error(
    "The browser tests need Chromium or Chrome. Install one (on Debian and Ubuntu: sudo apt-get install chromium), " +
      "or name the one you have in CHROMIUM_PATH.",
  );
}
