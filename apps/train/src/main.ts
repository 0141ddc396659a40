import { NNError } from "@nn/backend";
import { run } from "./run.ts";
import { help, parseSettings, UsageError } from "./settings.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const settings = parseSettings(args);
    if (settings === "help") {
      process.stdout.write(help);
      return 0;
    }
    const interruption = new AbortController();
    process.on("SIGINT", () => {
      if (interruption.signal.aborted) process.exit(130);
      interruption.abort();
    });
    await run(settings, { training: interruption.signal, print: (text) => process.stdout.write(`${text}\n`) });
    return interruption.signal.aborted ? 130 : 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`train: ${error.message}; see --help\n`);
      return 2;
    }
    if (!NNError.isInstance(error)) throw error;
    process.stderr.write(`train: ${error.message}\n`);
    return 1;
  }
}
