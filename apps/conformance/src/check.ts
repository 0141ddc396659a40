import { grad, mul, sum, type Tensor } from "@nn/tensor";
import type { Adapter, Outputs } from "./adapters/adapter.ts";
import { createContext, typeOn, type CaseContext, type Target } from "./adapters/context.ts";
import type { Case, CaseTensor, Tolerance } from "./case.ts";
import { compare, type Actual } from "./compare.ts";
import { checkSample } from "./sample.ts";

/** What a case came to. */
export interface Check {
  readonly differences: readonly string[];
  /** The outputs that the library does not give, with the reason. */
  readonly without: readonly string[];
}

/** A float64 target is held to this part of the tolerance, which is meant for float32. */
const float64Share = 1e-6;

/** Compares the outputs, computed alone; then, if there are gradients, outputs and gradients that are one plan. */
export async function checkCase(testCase: Case, target: Target, adapter: Adapter): Promise<Check> {
  const alone = await adapter.run(createContext(testCase, target));
  const { expected, gradients } = testCase;
  const missing = expected.filter(({ name }) => !alone[name]);
  const unexplained = missing.filter(({ name }) => adapter.withoutOutputs?.[name] === undefined);
  const differences = unexplained.map(({ name }) => `${name}: there is no such output, and nothing says why`);
  differences.push(...differencesOf(await readAll(alone), testCase, target));
  if (gradients.length > 0 && differences.length === 0) {
    const context = createContext(testCase, target);
    const outputs = await adapter.run(context);
    const slopes = gradientsOf(context, outputs);
    const [values, slopeValues] = await Promise.all([readAll(outputs), readAll(slopes)]);
    differences.push(...differencesOf(values, testCase, target).map((text) => `with gradients, ${text}`));
    differences.push(...gradientDifferencesOf(slopeValues, testCase, target));
  }
  return { differences, without: missing.map(({ name }) => `${name}: ${adapter.withoutOutputs?.[name]}`) };
}

function differencesOf(outputs: Readonly<Record<string, Actual>>, testCase: Case, target: Target): string[] {
  return testCase.expected.flatMap((expected) => {
    const output = outputs[expected.name];
    if (!output) return [];
    const difference = testCase.random
      ? checkSample(output, testCase)
      : compare(output, typed(expected, target), scaled(testCase.tolerance, expected, target));
    return difference === undefined ? [] : [`${expected.name} ${difference}`];
  });
}

function gradientDifferencesOf(slopes: Readonly<Record<string, Actual>>, testCase: Case, target: Target): string[] {
  return testCase.gradients.flatMap((expected) => {
    const tolerance = scaled(testCase.gradientTolerance, expected, target);
    const difference = compare(slopes[expected.name]!, typed(expected, target), tolerance);
    return difference === undefined ? [] : [`gradient of ${expected.name} ${difference}`];
  });
}

/** What is expected, in the type that the library gives on the target. */
function typed(expected: CaseTensor, target: Target): CaseTensor {
  return { ...expected, dtype: typeOn(target, expected.dtype) ?? expected.dtype };
}

/** Integers and truth values have to be exact. */
function scaled({ relative, absolute }: Tolerance, { dtype }: CaseTensor, { precision }: Target): Tolerance {
  const share = dtype !== "float32" ? 0 : precision === "float64" ? float64Share : 1;
  return { relative: relative * share, absolute: absolute * share };
}

async function readAll(tensors: Outputs): Promise<Record<string, Actual>> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => {
    const { dtype, shape } = tensor;
    return [name, { dtype, shape, data: await tensor.data() }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The gradients of Σ output · upstream with respect to the inputs for which the case has them. */
function gradientsOf({ case: testCase, input, tensor }: CaseContext, outputs: Outputs): Record<string, Tensor> {
  const [upstream] = testCase.upstream;
  const output = upstream && outputs[upstream.name];
  if (!output || testCase.upstream.length !== 1) {
    throw new Error("expected an upstream gradient for one of the outputs, and for one only");
  }
  const names = testCase.gradients.map(({ name }) => name);
  const results = grad(sum(mul(output, tensor(upstream))), names.map(input));
  return Object.fromEntries(names.map((name, position) => [name, results[position]!]));
}
