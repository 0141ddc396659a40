import type { Backend } from "@nn/backend";
import { Random } from "@nn/backend-conformance";
import type { CpuBackend } from "@nn/backend-cpu";
import { runRandomNetwork, type NetworkResults, type Size } from "./randomNetwork.ts";

export interface Contestants {
  readonly reference: Backend;
  readonly alone: CpuBackend;
  readonly shared: CpuBackend;
}

export interface Outcome {
  /** The largest difference from the reference, in proportion to the largest number of the result. */
  readonly difference: number;
  /** What is wrong, if anything is. */
  readonly failure?: string;
}

/** What the reference computes too, in some tenths of a second; and what keeps two threads busy for longer. */
const small: Size = { elements: 20_000, products: 2_000_000 };
const large: Size = { elements: 600_000, products: 60_000_000 };
const largeEvery = 4;

/** Rounding differs in the last bits, and grows through a few layers and their gradients. */
const tolerance = 2e-4;

/** Runs the network of a seed everywhere: two threads give the bits of one, and nearly what the reference does. */
export async function soakOne(seed: number, { reference, alone, shared }: Contestants): Promise<Outcome> {
  const size = seed % largeEvery === 0 ? large : small;
  const run = (backend: Backend): Promise<NetworkResults> => runRandomNetwork(new Random(seed), backend, size);
  const results = await run(shared);
  const bits = firstDifference(results, await run(alone));
  if (bits !== undefined) return { difference: 0, failure: `two threads differ from one ${bits}` };
  if (size === large) return { difference: 0 };
  const expected = await run(reference);
  const ofOutputs = results.outputs.map((output, at) => relativeDifference([output], [expected.outputs[at]!]));
  // All together: some are 0 but for rounding, as that of a bias in front of a batch norm; and in some networks all are.
  const ofGradients = relativeDifference(results.gradients, expected.gradients, expected.gradientScale);
  const difference = Math.max(...ofOutputs, ofGradients);
  if (difference <= tolerance) return { difference };
  return { difference, failure: `a result is ${difference} of its size away from the interpreter's` };
}

function firstDifference(one: NetworkResults, other: NetworkResults): string | undefined {
  const others = [...other.outputs, ...other.gradients];
  for (const [number, result] of [...one.outputs, ...one.gradients].entries()) {
    const at = result.findIndex((value, position) => !Object.is(value, others[number]![position]));
    if (at >= 0) return `in result ${number} at ${at}: ${result[at]} and ${others[number]![at]}`;
  }
  return undefined;
}

/**
 * The largest difference, in proportion to the largest number, or to `least` if that is larger. Infinite where one is finite
 * and the other is not.
 */
function relativeDifference(actual: readonly Float32Array[], expected: readonly Float32Array[], least = 1e-30): number {
  let [largest, size] = [0, least];
  expected.forEach((numbers, result) => {
    numbers.forEach((value, at) => {
      size = Math.max(size, Math.abs(value));
      if (Object.is(actual[result]![at], value)) return;
      const difference = Math.abs(actual[result]![at]! - value);
      largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
    });
  });
  return largest / size;
}
