// Removes everything that builds and tests leave behind, except what was installed.

import { readdirSync, rmSync } from "node:fs";
import { root } from "./workspace.mjs";

for (const group of ["packages", "apps"]) {
  for (const name of readdirSync(`${root}${group}`)) {
    for (const made of ["dist", ".turbo"]) rmSync(`${root}${group}/${name}/${made}`, { recursive: true, force: true });
  }
}
for (const made of [".turbo", "coverage"]) rmSync(root + made, { recursive: true, force: true });
