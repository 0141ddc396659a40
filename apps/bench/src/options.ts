import { parseArgs } from "node:util";
import { isPeerName, peerNames, type PeerName } from "./peers/index.ts";
import { workloads } from "./workloads/index.ts";
import { modes, type Mode, type Workload } from "./workloads/workload.ts";

export const help = `Compares the layers on @nn/backend-cpu with other libraries, by turns.

  --list            the workloads and the libraries
  --only A,B        workloads of these names, or whose names or titles contain one of these
  --libraries A,B   beside ours: ${peerNames.filter((name) => name !== "ours").join(", ")} (all)
  --mode MODE       compute, read or both (both)
  --threads N       threads of each library that can have them (as many as it takes by itself)
  --rounds N        turns of each library (11)
  --seconds N       what a library may take in all its turns of a row, beyond three of them (1)
  --json FILE       writes all measurements
`;

export interface Options {
  readonly workloads: readonly Workload[];
  /** Ours is always among them. */
  readonly libraries: readonly PeerName[];
  readonly modes: readonly Mode[];
  /** Of each library; `undefined`: as many as it takes by itself. */
  readonly threads: number | undefined;
  readonly rounds: number;
  readonly seconds: number;
  readonly json: string | undefined;
  readonly list: boolean;
  readonly help: boolean;
}

/** @throws Error that says what is wrong with the command line */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    // pnpm hands on the -- that separates its own options.
    args: args.filter((argument) => argument !== "--"),
    options: {
      list: { type: "boolean", default: false },
      only: { type: "string" },
      libraries: { type: "string" },
      mode: { type: "string", default: "both" },
      threads: { type: "string" },
      rounds: { type: "string", default: "11" },
      seconds: { type: "string", default: "1" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const modes = modesOf(values.mode);
  return {
    workloads: workloadsOf(values.only).filter((workload) => workload.modes.some((mode) => modes.includes(mode))),
    libraries: librariesOf(values.libraries),
    modes,
    threads: values.threads === undefined ? undefined : wholeNumber("threads", values.threads),
    rounds: wholeNumber("rounds", values.rounds),
    seconds: wholeNumber("seconds", values.seconds),
    json: values.json,
    list: values.list,
    help: values.help,
  };
}

function workloadsOf(only: string | undefined): readonly Workload[] {
  if (only === undefined) return workloads;
  const patterns = only.split(",").map((pattern) => pattern.trim().toLowerCase());
  const found = workloads.filter((workload) => patterns.some((pattern) => isMeant(pattern, workload)));
  if (found.length > 0) return found;
  throw new Error(`--only: no workload contains ${only}; --list names them`);
}

/** What is a name means that workload alone. */
function isMeant(pattern: string, { name, title }: Workload): boolean {
  if (workloads.some((workload) => workload.name.toLowerCase() === pattern)) return name.toLowerCase() === pattern;
  return [name, title].some((text) => text.toLowerCase().includes(pattern));
}

function librariesOf(names: string | undefined): readonly PeerName[] {
  if (names === undefined) return peerNames;
  const chosen = names.split(",").map((name) => {
    if (isPeerName(name)) return name;
    throw new Error(`--libraries: there is no ${name}; choose among ${peerNames.join(", ")}`);
  });
  return peerNames.filter((name) => name === "ours" || chosen.includes(name));
}

function modesOf(mode: string): readonly Mode[] {
  if (mode === "both") return modes;
  if (mode === "compute" || mode === "read") return [mode];
  throw new Error(`--mode: expected compute, read or both, got ${mode}`);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && text.trim() !== "") return number;
  throw new Error(`--${option}: expected a whole number of at least 1, got ${text}`);
}
