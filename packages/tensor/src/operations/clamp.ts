import { constant, less, NNError, select } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

/** Options of {@link clamp}; at least one is given. */
export interface ClampOptions {
  /** The smallest result. Default: no bound. */
  readonly min?: number;
  /** The largest result. Default: no bound. */
  readonly max?: number;
}

export const clampOperation: Operation<ClampOptions> = elementwise("clamp", ([x], { min, max }) => {
  const upper = max === undefined ? x! : select(less(constant(max, x!.dtype), x!), max, x!);
  return min === undefined ? upper : select(less(x!, min), min, upper);
});

/**
 * x limited to [min, max], element by element. NaN stays. The gradient is 1 within the bounds, on them included, and 0
 * outside.
 *
 * @throws NNError `option` unless there is a bound, and min ≤ max
 * @throws NNError `dtype` unless x holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([-3, 0.5, 9], { backend });
 * await clamp(x, { min: 0, max: 1 }).data(); // 0, 0.5, 1
 * ```
 */
export function clamp(x: Tensor, options: ClampOptions): Tensor {
  const { min = -Infinity, max = Infinity } = options;
  if ((options.min === undefined && options.max === undefined) || !(min <= max)) {
    throw new NNError(
      "option",
      `clamp: expected min, max or both with min ≤ max, got ${options.min} and ${options.max}`,
    );
  }
  const given = [options.min, options.max].filter((bound) => bound !== undefined);
  const [input] = numericOperands("clamp", [x, ...given]);
  return applySingle(clampOperation, [input!], options);
}
