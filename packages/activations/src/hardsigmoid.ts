import { add, constant, lessEqual, multiply, select } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";

/** Options of {@link hardsigmoid}. */
export interface HardsigmoidOptions {
  /** The slope of the middle piece. Default: 1/6. */
  readonly slope?: number;
  /** The value at 0. Default: 0.5. */
  readonly offset?: number;
}

/**
 * min(max(slope · x + offset, 0), 1), element by element; the gradient is 0 at both ends. The default slope is 1/6 in
 * PyTorch, PaddlePaddle and Keras 3, but 0.2 in Keras 2, TensorFlow.js, ONNX and WebNN; the offset is 1/2 everywhere.
 *
 * Source: Courbariaux, Bengio & David 2015, "BinaryConnect" (slope 1/2); Howard et al. 2019, "Searching for
 * MobileNetV3" (1/6).
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `slope` is finite, and `offset` is finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-4, 0, 1, 9], { backend });
 * await hardsigmoid(x).data(); // 0, 0.5, 0.6667, 1
 * await hardsigmoid(x, { slope: 0.2 }).data(); // 0, 0.5, 0.7, 1
 * ```
 */
export function hardsigmoid(x: Tensor, options: HardsigmoidOptions = {}): Tensor {
  return applySingle(hardsigmoidOperation, floatOperands("hardsigmoid", [x]), normal("hardsigmoid", options));
}

/** {@link hardsigmoid} as a module. */
export class Hardsigmoid extends Module {
  readonly slope: number;
  readonly offset: number;

  /** @throws NNError `option` as {@link hardsigmoid} does */
  constructor(options: HardsigmoidOptions = {}) {
    super();
    const { slope, offset } = normal("Hardsigmoid", options);
    this.slope = slope;
    this.offset = offset;
  }

  override forward(input: Tensor): Tensor {
    return hardsigmoid(input, this);
  }

  protected override describe(): string {
    return `slope=${this.slope}, offset=${this.offset}`;
  }
}

/** The token of {@link hardsigmoid}. */
export const hardsigmoidOperation: Operation<Required<HardsigmoidOptions>> = elementwise(
  "hardsigmoid",
  ([x], { slope, offset }) => {
    const line = add(multiply(x!, slope), offset);
    return select(lessEqual(line, 0), 0, select(lessEqual(constant(1, x!.dtype), line), 1, line));
  },
);

function normal(operation: string, options: HardsigmoidOptions): Required<HardsigmoidOptions> {
  const { slope = 1 / 6, offset = 0.5 } = options;
  checkNumber(operation, "slope", slope, "finite");
  checkNumber(operation, "offset", offset, "finite");
  return { slope, offset };
}
