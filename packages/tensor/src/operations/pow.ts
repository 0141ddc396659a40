import { power } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./mul.ts";
import { reciprocal } from "./reciprocal.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";

export const powOperation: Operation<undefined> = elementwise("pow", ([x, y]) => power(x!, y!));

/**
 * x^y, element by element; shapes broadcast. The exponents 1, 2, 3, 0.5 and −1 become products, roots and quotients.
 *
 * @throws NNError `dtype` unless they are floats of one type
 *
 * @example
 * ```ts
 * const x = tensor([2, 3], { backend });
 * await pow(x, 2).data(); // 4, 9
 * ```
 */
export function pow(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  const operands = floatOperands("pow", [x, y]);
  const base = operands[0]!;
  switch (y) {
    case 1:
      return base;
    case 2:
      return square(base);
    case 3:
      return mul(square(base), base);
    case 0.5:
      return sqrt(base);
    case -1:
      return reciprocal(base);
    default:
      return applySingle(powOperation, operands, undefined);
  }
}
