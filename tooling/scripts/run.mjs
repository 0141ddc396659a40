import { spawn } from "node:child_process";

/** Shell scripts such as `pnpm.cmd` start only through a shell there. */
const shell = process.platform === "win32";

/**
 * Runs a command to its end. `output` says what becomes of its output: "show" it as it comes, "hide" it, or hide it
 * "unless failed". Returns the exit code and the text that was not shown at once.
 */
export function run(command, { output = "unless failed", env = {}, cwd } = {}) {
  return new Promise((resolve) => {
    const stdio = output === "show" ? "inherit" : ["ignore", "pipe", "pipe"];
    const [program, ...rest] = command;
    const child = spawn(program, rest, { cwd, shell, stdio, env: { ...process.env, ...env } });
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    child.on("error", (error) => resolve({ code: 127, text: String(error) }));
    child.on("close", (code, signal) => {
      if (code !== 0 && output === "unless failed") process.stderr.write(text);
      resolve({ code: code ?? 1, signal, text });
    });
  });
}
