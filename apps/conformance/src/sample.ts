import type { Case } from "./case.ts";
import { isClose, type Actual } from "./compare.ts";

/**
 * How the output of a dropout differs from what dropout may give; `undefined` if it does not: some elements are 0, and
 * the others are the input over 1 − ratio. Which ones is up to the random numbers, so that the expected output is no
 * more than another sample.
 */
export function checkSample(output: Actual, testCase: Case): string | undefined {
  const data = testCase.inputs.find(({ name }) => name === "data")!;
  const ratio = testCase.inputs.find(({ name }) => name === "ratio")?.data[0] ?? 0.5;
  const kept = (number: number): number => number / (1 - ratio);
  const wrong = [...data.data.keys()].find((at) => {
    const value = output.data[at]!;
    return value !== 0 && !isClose(value, kept(data.data[at]!), testCase.tolerance);
  });
  if (wrong !== undefined) {
    return `at ${wrong}: expected 0 or ${kept(data.data[wrong]!)}, got ${output.data[wrong]}`;
  }
  const count = Array.from(output.data).filter((value) => value !== 0).length;
  if (count > 0 && count < data.data.length) return undefined;
  return `expected some elements to be dropped and some to be kept, got ${count} kept of ${data.data.length}`;
}
