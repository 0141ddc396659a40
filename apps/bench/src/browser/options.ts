import { parseArgs } from "node:util";
import { isWorkloadName, workloadNames, type WorkloadName } from "./workloads.ts";

export const help = `Compares @nn/backend-webgl with @tensorflow/tfjs-backend-webgl, in the same page and with the same renderer.

  --renderer NAME   swiftshader, llvmpipe or both (both)
  --only A,B        workloads: ${workloadNames.join(", ")}
  --rounds N        rounds of 3 calls and of 20 operations, by turns (7)
  --first-runs N    first runs, each in a browser of its own (3)
  --json FILE       writes all measurements
`;

export type Renderer = "swiftshader" | "llvmpipe";

export interface Options {
  readonly renderers: readonly Renderer[];
  readonly names: readonly WorkloadName[];
  readonly rounds: number;
  readonly firstRuns: number;
  readonly json: string | undefined;
  readonly help: boolean;
}

/** @throws Error that says what is wrong with the command line */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    // pnpm hands on the -- that separates its own options.
    args: args.filter((argument) => argument !== "--"),
    options: {
      renderer: { type: "string", default: "both" },
      only: { type: "string" },
      rounds: { type: "string", default: "7" },
      "first-runs": { type: "string", default: "3" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    renderers: renderersOf(values.renderer),
    names: namesOf(values.only),
    rounds: wholeNumber("rounds", values.rounds, 1),
    firstRuns: wholeNumber("first-runs", values["first-runs"], 0),
    json: values.json,
    help: values.help,
  };
}

function renderersOf(name: string): Renderer[] {
  if (name === "both") return ["llvmpipe", "swiftshader"];
  if (name === "swiftshader" || name === "llvmpipe") return [name];
  throw new Error(`--renderer: expected swiftshader, llvmpipe or both, got ${name}`);
}

function namesOf(only: string | undefined): readonly WorkloadName[] {
  if (only === undefined) return workloadNames;
  return only.split(",").map((name) => {
    if (isWorkloadName(name)) return name;
    throw new Error(`--only: there is no workload ${name}; choose among ${workloadNames.join(", ")}`);
  });
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && text.trim() !== "") return number;
  throw new Error(`--${option}: expected a whole number of at least ${least}, got ${text}`);
}
