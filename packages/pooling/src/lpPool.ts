import { equal, multiply, NNError, power, select, unary, type Expression } from "@nn/backend";
import { abs, applySingle, elementwise, requireFloat, type Tensor } from "@nn/tensor";
import { avgPoolOperation } from "./avgPoolOperation.ts";
import { maxPoolOperation } from "./maxPoolOperation.ts";
import { PoolModule } from "./poolModule.ts";
import { checkPool, hasEmptyWindow, poolWindow, type PoolOptions, type PoolWindow } from "./window.ts";

/** How a power average takes its power. */
export interface NormOptions {
  /** The power p, above 0; Infinity gives the largest magnitude. Default: 2, as in ONNX and WebNN's `l2Pool2d`. */
  readonly normType?: number;
  /**
   * Whether x is raised to the power with its sign, as PyTorch does: then odd powers of negative numbers subtract, and a
   * negative sum, or a fractional power of a negative number, gives NaN. Default: false, which takes |x|, as ONNX does.
   */
  readonly signed?: boolean;
}

/** Options of power-average pooling. */
export interface LPPoolOptions extends PoolOptions, NormOptions {}

/** Power-average pooling over `rank` spatial axes. */
export function lpPool(operation: string, rank: number, input: Tensor, options: LPPoolOptions): Tensor {
  requireFloat(operation, input);
  checkNorm(operation, options);
  return normOfWindows(input, poolWindow(operation, rank, input, options), options);
}

/** (Σ|x|^p)^(1/p) over each window. */
export function normOfWindows(input: Tensor, window: PoolWindow, options: NormOptions): Tensor {
  const { normType = 2, signed = false } = options;
  if (normType === Infinity) {
    const largest = applySingle(maxPoolOperation, [signed ? input : abs(input)], window);
    return hasEmptyWindow(window) ? applySingle(finiteOperation, [largest], undefined) : largest;
  }
  const powers = applySingle(powerOperation, [input], { normType, signed });
  const sums = applySingle(avgPoolOperation, [powers], { ...window, countIncludePad: true, divisorOverride: 1 });
  return normType === 1 ? sums : applySingle(rootOperation, [sums], { normType });
}

/** @throws NNError `option` unless the power is above 0 */
export function checkNorm(operation: string, { normType = 2 }: NormOptions): void {
  if (normType > 0) return;
  throw new NNError("option", `${operation}: expected normType above 0, got ${normType}`);
}

/** Power-average pooling as a module. */
export abstract class LPPool extends PoolModule<LPPoolOptions> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: LPPoolOptions) {
    super(rank, options, checkPool);
    checkNorm(this.constructor.name, options);
  }

  override forward(input: Tensor): Tensor {
    return lpPool(`lpPool${this.rank}d`, this.rank, input, this.options);
  }
}

/** |x|^p, or x^p. Its slope at 0 is 0, where for p below 1 there is none. */
const powerOperation = elementwise<{ normType: number; signed: boolean }>(
  "lpPool power",
  ([x], { normType, signed }) => {
    if (normType === 1) return signed ? x! : unary("absolute", x!);
    if (normType === 2) return multiply(x!, x!);
    return unlessZero(x!, power(signed ? x! : unary("absolute", x!), normType));
  },
);

/** s^(1/p). Its slope at 0 is 0, where there is none: a window of zeros has no direction. */
const rootOperation = elementwise<{ normType: number }>("lpPool root", ([sum], { normType }) =>
  unlessZero(sum!, normType === 2 ? unary("squareRoot", sum!) : power(sum!, 1 / normType)),
);

/** The maximum over nothing, −∞, is no magnitude: the sum over nothing is 0. */
const finiteOperation = elementwise("lpPool infinite norm", ([x]) => select(equal(x!, -Infinity), 0, x!));

function unlessZero(x: Expression, value: Expression): Expression {
  return select(equal(x, 0), 0, value);
}
