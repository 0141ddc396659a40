import { add, constant, divide, less, multiply, select } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";

/**
 * x · min(max(x / 6 + 1/2, 0), 1), element by element: 0 up to −3, x from 3 on. At both ends the gradient is that of
 * the middle piece, −1/2 and 3/2, as in PyTorch 1.13.
 *
 * Source: Howard et al. 2019, "Searching for MobileNetV3".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-4, -1, 3, 9], { backend });
 * await hardswish(x).data(); // 0, -0.3333, 3, 9
 * ```
 */
export function hardswish(x: Tensor): Tensor {
  return applySingle(hardswishOperation, floatOperands("hardswish", [x]), undefined);
}

/** {@link hardswish} as a module. */
export class Hardswish extends Module {
  override forward(input: Tensor): Tensor {
    return hardswish(input);
  }
}

/** The token of {@link hardswish}. */
export const hardswishOperation: Operation<undefined> = elementwise("hardswish", ([x]) =>
  select(less(x!, -3), 0, select(less(constant(3, x!.dtype), x!), x!, divide(multiply(x!, add(x!, 3)), 6))),
);
