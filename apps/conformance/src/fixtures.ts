import { Attributes } from "./attributes.ts";
import type { Case, CaseTensor } from "./case.ts";

export function numbers(name: string, data: readonly number[], dtype = "float32"): CaseTensor {
  return { name, dtype, shape: [data.length], data: Float64Array.from(data) };
}

/** relu of −1, 0 and 2, with what may replace parts of it. */
export function reluCase(changes: Partial<Case> = {}): Case {
  return {
    suite: "torch-1.13",
    name: "relu",
    operator: "ReLU",
    opset: 0,
    attributes: new Attributes({}),
    inputs: [numbers("input", [-1, 0, 2])],
    expected: [numbers("output", [0, 0, 2])],
    upstream: [numbers("output", [5, 6, 7])],
    gradients: [numbers("input", [0, 0, 7])],
    tolerance: { relative: 1e-4, absolute: 1e-6 },
    gradientTolerance: { relative: 1e-4, absolute: 1e-6 },
    random: false,
    ...changes,
  };
}
