import { spawn } from "node:child_process";

/** Shell scripts such as `pnpm.cmd` start only through a shell there. */
const isWindows = process.platform === "win32";

/** Groups of processes that run now. */
const running = new Set();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => {
    running.forEach(end);
    process.kill(process.pid, signal);
  });
}

/**
 * Runs a command to its end. `output` says what becomes of its output: "show" it as it comes, "hide" it, or hide it
 * "unless failed". Behind `minutes` it is ended, with all that it has started. Returns the exit code and the text that
 * was not shown at once.
 */
export function run(command, { output = "unless failed", env = {}, cwd, minutes = Infinity } = {}) {
  return new Promise((resolve) => {
    const stdio = output === "show" ? "inherit" : ["ignore", "pipe", "pipe"];
    const [program, ...rest] = command;
    // A group of its own, so that what it has started can be ended with it.
    const child = spawn(program, rest, {
      cwd,
      shell: isWindows,
      detached: !isWindows,
      stdio,
      env: { ...process.env, ...env },
    });
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    running.add(child);
    const late = () => {
      console.error(`${command.join(" ")} had not ended after ${minutes} minutes, and was stopped.`);
      end(child);
    };
    const timer = minutes < Infinity ? setTimeout(late, minutes * 60_000) : undefined;
    const settle = (result) => {
      clearTimeout(timer);
      running.delete(child);
      if (result.code !== 0 && output === "unless failed") process.stderr.write(text);
      resolve(result);
    };
    child.on("error", (error) => settle({ code: 127, text: String(error) }));
    child.on("close", (code, signal) => settle({ code: code ?? 1, signal, text }));
  });
}

function end(child) {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill();
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // It has ended in the meantime.
    if (error.code !== "ESRCH") throw error;
  }
}
