import { interpreter, NNError, type Backend } from "@nn/backend";
import { grad, tensor, type Tensor } from "@nn/tensor";
import { expectClose, type Tolerance } from "./expectClose.ts";

/** A float64 array for {@link checkGradient} to differentiate with respect to. */
export interface GradientInput {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** How to compare gradients. */
export interface GradientOptions extends Tolerance {
  /** How far an element is moved to each side, in proportion to its size if that is above 1. Default: 1e-5. */
  readonly step?: number;
  /** Chooses the weights of the outputs. Default: 1. */
  readonly seed?: number;
}

/** A function of tensors under test; it may give several. */
export type TensorFunction = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/**
 * Compares the gradient of `f` by `grad` with central differences, in float64 on the reference interpreter.
 *
 * What is differentiated is the sum of all outputs, each element times a fixed random weight, so that no two elements
 * can cancel by accident. Inputs should lie away from kinks. Default tolerances: relative 1e-6, absolute 1e-8.
 *
 * @throws Error naming the input, the element and both gradients
 */
export async function checkGradient(
  f: TensorFunction,
  inputs: readonly GradientInput[],
  options: GradientOptions = {},
): Promise<void> {
  const { step = 1e-5, seed = 1, relative = 1e-6, absolute = 1e-8 } = options;
  const backend = await interpreter();
  const actual = await gradients(f, inputs, seed, backend);
  for (const [position, input] of inputs.entries()) {
    const expected = new Float64Array(input.data.length);
    for (const element of expected.keys()) {
      const value = input.data[element]!;
      const distance = step * Math.max(1, Math.abs(value));
      const moved = (to: number): Promise<number> =>
        weightedSum(f, withElement(inputs, position, element, to), seed, backend);
      const [high, low] = [await moved(value + distance), await moved(value - distance)];
      expected[element] = (high - low) / (2 * distance);
    }
    compare(`gradient of input ${position}`, actual[position]!, expected, { relative, absolute });
  }
}

/**
 * Compares the gradient of the gradient of `f` with central differences of the gradient: double backward.
 *
 * The gradient is a function of the inputs and of the upstream gradients; it is checked with respect to both.
 */
export async function checkSecondGradient(
  f: TensorFunction,
  inputs: readonly GradientInput[],
  options: GradientOptions = {},
): Promise<void> {
  const { seed = 1 } = options;
  const backend = await interpreter();
  const outputs = asArray(f(...inputs.map((input) => toTensor(input, backend))));
  const upstream = outputs.map(({ shape }, number) => ({ shape, data: weights(shape, seed + number) }));
  const gradient: TensorFunction = (...tensors) => {
    const [points, directions] = [tensors.slice(0, inputs.length), tensors.slice(inputs.length)];
    return asArray(f(...points)).flatMap((output, number) => dependentGradients(output, points, directions[number]!));
  };
  await checkGradient(gradient, [...inputs, ...upstream], { ...options, seed: seed + 100 });
}

async function gradients(
  f: TensorFunction,
  inputs: readonly GradientInput[],
  seed: number,
  backend: Backend,
): Promise<Float64Array[]> {
  const tensors = inputs.map((input) => toTensor(input, backend));
  const totals = inputs.map(({ data }) => new Float64Array(data.length));
  for (const [number, output] of asArray(f(...tensors)).entries()) {
    const upstream = toTensor({ shape: output.shape, data: weights(output.shape, seed + number) }, backend);
    for (const [position, input] of tensors.entries()) {
      const [gradient] = dependentGradients(output, [input], upstream);
      if (!gradient) continue;
      requireSameType(gradient, input, position);
      (await gradient.data()).forEach((value, element) => (totals[position]![element]! += value));
    }
  }
  return totals;
}

async function weightedSum(
  f: TensorFunction,
  inputs: readonly GradientInput[],
  seed: number,
  backend: Backend,
): Promise<number> {
  let total = 0;
  for (const [number, output] of asArray(f(...inputs.map((input) => toTensor(input, backend)))).entries()) {
    const factors = weights(output.shape, seed + number);
    (await output.data()).forEach((value, element) => (total += value * factors[element]!));
  }
  return total;
}

/** The gradients of those inputs that the output depends on; a missing one counts as zero, and has to be zero. */
function dependentGradients(output: Tensor, inputs: readonly Tensor[], upstream: Tensor): Tensor[] {
  return inputs.flatMap((input) => {
    try {
      return grad(output, [input], upstream);
    } catch (error) {
      if (NNError.isInstance(error) && error.code === "option") return [];
      throw error;
    }
  });
}

function requireSameType(gradient: Tensor, input: Tensor, position: number): void {
  const [expected, got] = [input, gradient].map(({ dtype, shape }) => `${dtype} [${shape.join(", ")}]`);
  if (got !== expected) throw new Error(`gradient of input ${position}: expected ${expected}, got ${got}`);
}

function compare(what: string, actual: Float64Array, expected: Float64Array, tolerance: Tolerance): void {
  try {
    expectClose(actual, expected, tolerance);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}, against central differences: ${message}`, { cause: error });
  }
}

function toTensor({ data, shape }: GradientInput, backend: Backend): Tensor {
  return tensor(Float64Array.from(data), { backend, dtype: "float64", shape, requiresGradient: true });
}

function withElement(
  inputs: readonly GradientInput[],
  position: number,
  element: number,
  value: number,
): GradientInput[] {
  return inputs.map((input, number) =>
    number === position ? { ...input, data: Float64Array.from(input.data).fill(value, element, element + 1) } : input,
  );
}

function asArray(outputs: Tensor | readonly Tensor[]): readonly Tensor[] {
  return "shape" in outputs ? [outputs] : outputs;
}

/** Numbers between 0.5 and 1.5 of either sign, the same for the same seed (a linear congruential generator). */
function weights(shape: readonly number[], seed: number): Float64Array {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const length = shape.reduce((product, size) => product * size, 1);
  return new Float64Array(length).map(() => (next() < 0.5 ? -1 : 1) * (0.5 + next()));
}
