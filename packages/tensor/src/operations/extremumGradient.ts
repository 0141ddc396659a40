import type { GradientContext } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { cast } from "./cast.ts";
import { div } from "./div.ts";
import { eq } from "./eq.ts";
import type { NormalReduction } from "./reduction.ts";
import { restoreAxes, sum } from "./sum.ts";
import { where } from "./where.ts";

/** The gradient of `max` and `min` over axes: upstream, in equal parts to the elements that equal the result. */
export function extremumGradient(context: GradientContext<NormalReduction>): Tensor {
  const { options, inputs, outputs, upstream } = context;
  const input = inputs[0]!;
  const chosen = eq(input, restoreAxes(outputs[0]!, input, options));
  const count = sum(cast(chosen, input.dtype), { axes: options.axes, keepDims: true });
  return where(chosen, div(restoreAxes(upstream[0]!, input, options), count), 0);
}
