// npm start -- <arguments>: installs and builds what is missing, then becomes the command line program of apps/train.
// The script in package.json starts this file by `exec`, because a shell in between would swallow signals. Where the
// shell has no exec (Windows), `node tooling/scripts/start.mjs` does the same.

import { pathToFileURL } from "node:url";
import { build, install, root } from "./workspace.mjs";

try {
  const caller = process.cwd();
  await install();
  await build("train");
  process.chdir(caller);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

deliverInterruptsOnce();
const program = `${root}apps/train/dist/main.js`;
process.argv[1] = program;
await import(pathToFileURL(program).href);

/**
 * The program runs in this process, so that signals, standard input and exit codes are its own. On Ctrl-C both the
 * terminal and npm send SIGINT, and a program that takes the second one to mean "stop at once" never got to finish.
 */
function deliverInterruptsOnce() {
  const emit = process.emit;
  let last = -Infinity;
  process.emit = function (event, ...rest) {
    if (event === "SIGINT") {
      const now = performance.now();
      if (now - last < 500) return true;
      last = now;
    }
    return emit.call(this, event, ...rest);
  };
}
