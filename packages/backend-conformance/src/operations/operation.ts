import type { DType } from "@nn/backend";
import { sizeOf, type Tensor } from "@nn/tensor";
import { Random } from "../kernels/random.ts";

/** One call of one operation, that is run on the backend and on the interpreter. */
export interface OperationCase {
  /** The name of the public function or class. */
  readonly operation: string;
  readonly inputs: readonly OperationInput[];
  /** The call. It may be given float32 or float64, and may give several tensors. */
  readonly run: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  /** Tells cases of one operation apart. Default: nothing. */
  readonly variant: string;
  /** Whether float inputs have gradients, and how often. */
  readonly gradients: "none" | "once" | "twice";
}

/** The numbers of one input. */
export interface OperationInput {
  /** `float` is the type under test. */
  readonly dtype: "float" | Exclude<DType, "float32" | "float64">;
  readonly shape: readonly number[];
  /** The same in each run. They are rounded to float32 for floats. */
  readonly numbers: (length: number, random: Random) => readonly number[];
}

/** Options of {@link operation}. */
export interface OperationOptions {
  readonly variant?: string;
  /** Default: `"twice"` */
  readonly gradients?: OperationCase["gradients"];
}

/**
 * A case: two lines in the file of its family are all that an operation needs.
 *
 *     operation("relu", [floats([2, 3])], (x) => relu(x)),
 */
export function operation(
  name: string,
  inputs: readonly OperationInput[],
  run: OperationCase["run"],
  { variant = "", gradients = "twice" }: OperationOptions = {},
): OperationCase {
  return { operation: name, inputs, run, variant, gradients };
}

/** Floats at random from `low` to `high`, which stay away from 0. */
export function floats(shape: readonly number[], low = -2, high = 2): OperationInput {
  const draw = (random: Random): number => {
    const value = low + (high - low) * random.next();
    return Math.abs(value) < 0.05 && low <= -0.1 && high >= 0.1 ? value + 0.1 : value;
  };
  return { dtype: "float", shape, numbers: (length, random) => random.list(length, () => draw(random)) };
}

/** Floats above 0. */
export function positive(shape: readonly number[]): OperationInput {
  return floats(shape, 0.3, 2.5);
}

/** Floats no two of which are equal or close: for maxima. */
export function distinct(shape: readonly number[]): OperationInput {
  const numbers = (length: number, random: Random): readonly number[] => {
    const order = random.list(length, (_?: unknown) => random.next());
    const ranks = order.map((value) => order.filter((other) => other < value).length);
    return ranks.map((rank) => (rank - length / 2) * 0.25 + 0.11);
  };
  return { dtype: "float", shape, numbers };
}

/** These very floats. */
export function literal(shape: readonly number[], numbers: readonly number[]): OperationInput {
  return { dtype: "float", shape, numbers: () => numbers };
}

/** Integers from 0 to `below`, without `below`; as indices and as class labels. */
export function integers(shape: readonly number[], below: number, low = 0): OperationInput {
  const numbers = (length: number, random: Random): readonly number[] =>
    random.list(length, () => random.integer(low, below - 1));
  return { dtype: "int32", shape, numbers };
}

/** These very integers. */
export function literalIntegers(shape: readonly number[], numbers: readonly number[]): OperationInput {
  return { dtype: "int32", shape, numbers: () => numbers };
}

/** Truth values at random. */
export function booleans(shape: readonly number[]): OperationInput {
  return { dtype: "bool", shape, numbers: (length, random) => random.list(length, () => random.integer(0, 1)) };
}

/** The numbers of all inputs. */
export function numbersOf({ inputs }: OperationCase): readonly (readonly number[])[] {
  return inputs.map(({ shape, numbers, dtype }, position) => {
    const made = numbers(sizeOf(shape), new Random(position + 1));
    return dtype === "float" ? made.map(Math.fround) : made;
  });
}
