import { parseArgs } from "node:util";

/** What a run is told. */
export interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  /** At the start. */
  readonly learningRate: number;
  /** Whether the learning rate falls to 0 over the run, along one half of a cosine. */
  readonly schedule: "cosine" | "constant";
  readonly backend: "cpu" | "interpreter";
  readonly activation: "relu" | "sigmoid" | "tanh";
  readonly batchNorm: boolean;
  /** The part of the activations that is dropped in training; 0 for none. */
  readonly dropout: number;
  /** At most so many images of each set; `undefined` for all. */
  readonly limit: number | undefined;
  /** Where the trained network is written. */
  readonly save: string | undefined;
  /** A saved network to test, instead of training one. */
  readonly evaluate: string | undefined;
}

/** A mistake in the arguments, in one line. */
export class UsageError extends Error {}

export const help = `Trains a convolutional network on MNIST, and tests it.

Usage: npm start -- [options]

  --epochs N            passes over the training images (2)
  --batch-size N        images per step (64)
  --seed N              for initial weights, shuffling and dropout (1)
  --learning-rate X     of Adam, at the start (0.003)
  --schedule NAME       cosine: the learning rate falls to 0 over the run; or constant (cosine)
  --backend NAME        cpu or interpreter (cpu)
  --activation NAME     relu, sigmoid or tanh (relu)
  --batch-norm          normalise after each convolution (the default)
  --no-batch-norm       do not
  --dropout P           part of the activations to drop, from 0 to below 1 (0.25)
  --no-dropout          drop none
  --limit N             take at most N training and N test images (all)
  --save FILE           write the trained network to a file in the safetensors format (do not)
  --evaluate FILE       train nothing: test the network that --save wrote
  --help                this text

Ctrl-C ends the training, tests what was reached, and exits with code 130; a second one exits at once.
`;

const options = {
  epochs: { type: "string" },
  "batch-size": { type: "string" },
  seed: { type: "string" },
  "learning-rate": { type: "string" },
  schedule: { type: "string" },
  backend: { type: "string" },
  activation: { type: "string" },
  "batch-norm": { type: "boolean" },
  "no-batch-norm": { type: "boolean" },
  dropout: { type: "string" },
  "no-dropout": { type: "boolean" },
  limit: { type: "string" },
  save: { type: "string" },
  evaluate: { type: "string" },
  help: { type: "boolean" },
} as const;

/**
 * The settings that the arguments ask for, or `"help"`.
 *
 * @throws UsageError for an argument that is unknown, out of range, or contradicts another
 */
export function parseSettings(args: readonly string[]): Settings | "help" {
  const values = parse(args);
  if (values.help) return "help";
  const integer = (name: "epochs" | "batch-size" | "seed" | "limit", least: number): number | undefined =>
    numberOf(name, values[name], `an integer of at least ${least}`, (x) => Number.isSafeInteger(x) && x >= least);
  const dropout = numberOf("dropout", values.dropout, "a number from 0 to below 1", (x) => x >= 0 && x < 1);
  const positive = (x: number): boolean => x > 0 && Number.isFinite(x);
  if (values["batch-norm"] && values["no-batch-norm"]) contradiction("batch-norm");
  if (dropout !== undefined && values["no-dropout"]) contradiction("dropout");
  const path = (name: "save" | "evaluate"): string | undefined => {
    if (values[name] === "") throw new UsageError(`--${name}: expected a file, got ""`);
    return values[name];
  };
  if (values.save !== undefined && values.evaluate !== undefined) {
    throw new UsageError("--save and --evaluate contradict each other");
  }
  return {
    epochs: integer("epochs", 1) ?? 2,
    batchSize: integer("batch-size", 1) ?? 64,
    seed: integer("seed", 0) ?? 1,
    learningRate: numberOf("learning-rate", values["learning-rate"], "a number above 0", positive) ?? 0.003,
    schedule: choice("schedule", values.schedule, ["cosine", "constant"]),
    backend: choice("backend", values.backend, ["cpu", "interpreter"]),
    activation: choice("activation", values.activation, ["relu", "sigmoid", "tanh"]),
    batchNorm: !values["no-batch-norm"],
    dropout: values["no-dropout"] ? 0 : (dropout ?? 0.25),
    limit: integer("limit", 1),
    save: path("save"),
    evaluate: path("evaluate"),
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options }>>["values"] {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split(/[.\n]/)[0]);
  }
}

function numberOf(
  name: string,
  text: string | undefined,
  expected: string,
  accepts: (value: number) => boolean,
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? NaN : Number(text);
  if (accepts(value)) return value;
  throw new UsageError(`--${name}: expected ${expected}, got "${text}"`);
}

/** One of `names`; the first one by default. */
function choice<Name extends string>(
  option: string,
  text: string | undefined,
  names: readonly [Name, ...Name[]],
): Name {
  if (text === undefined) return names[0];
  const name = names.find((known) => known === text);
  if (name !== undefined) return name;
  throw new UsageError(`--${option}: expected one of ${names.join(", ")}, got "${text}"`);
}

function contradiction(name: string): never {
  throw new UsageError(`--${name} and --no-${name} contradict each other`);
}
