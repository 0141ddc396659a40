import { expect, it, vi } from "vitest";
import { run } from "./run.mjs";

it("gives what a command printed, and its exit code", async () => {
  const command = [process.execPath, "--eval", "console.log('done'); process.exitCode = 3"];
  expect(await run(command, { output: "hide", minutes: 1 })).toMatchObject({ code: 3, text: "done\n" });
});

it("ends a command that takes too long, with what it has started", async () => {
  const complaint = vi.spyOn(console, "error").mockReturnValue();
  // The inner one holds the output open: nobody has seen its end before it has ended.
  const inner = `require("node:child_process").spawn(process.execPath, ["--eval", "setTimeout(() => {}, 60_000)"], { stdio: "inherit" })`;
  const { code } = await run([process.execPath, "--eval", inner], { output: "hide", minutes: 0.01 });
  expect(code).not.toBe(0);
  expect(complaint).toHaveBeenCalledWith(expect.stringContaining("had not ended after 0.01 minutes"));
});

it("says which command there is not", async () => {
  expect(await run(["no-such-command"], { output: "hide" })).toMatchObject({ code: 127 });
});
