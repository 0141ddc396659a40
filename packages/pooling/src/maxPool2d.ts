import {
  add,
  constant,
  equal,
  floorDivide,
  folded,
  index,
  load,
  maximum,
  modulo,
  multiply,
  select,
  subtract,
  type Expression,
} from "@nn/backend";
import { Module } from "@nn/module";
import { apply, applySingle, type Operation, type Tensor } from "@nn/tensor";
import { maxPoolGradientOperation } from "./maxPoolGradient.ts";
import { describePool } from "./describePool.ts";
import {
  checkPool,
  poolWindow,
  rowMajor,
  windowCoordinates,
  windowStarts,
  type PoolOptions,
  type PoolWindow,
} from "./window.ts";

/** Options of {@link maxPool2d}. */
export interface MaxPool2dOptions extends PoolOptions {
  /** The distance between neighbouring elements of the window. Default: 1. */
  readonly dilation?: number | readonly number[];
}

/**
 * y[n,c,i,j] = max over (u,v) of x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation], where
 * padding never wins. A NaN wins; the first maximum of a window, in row-major order, takes the whole gradient.
 *
 * @param input of shape [batch, channels, height, width]
 * @returns of shape [batch, channels, height', width'], where a spatial size is
 *   ⌊(size + 2 · padding − dilation · (kernelSize − 1) − 1) / stride⌋ + 1
 * @throws NNError `shape` unless the input has 4 axes and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 */
export function maxPool2d(input: Tensor, options: MaxPool2dOptions): Tensor {
  return applySingle(maxPoolOperation, [input], poolWindow("maxPool2d", input, ["height", "width"], options));
}

/** What {@link maxPool2dWithIndices} gives. */
export interface MaxPoolResult {
  readonly output: Tensor;
  /** The row-major position of each maximum within its channel's plane of the input, as int32. */
  readonly indices: Tensor;
}

/** {@link maxPool2d}, with the position of each maximum. */
export function maxPool2dWithIndices(input: Tensor, options: MaxPool2dOptions): MaxPoolResult {
  const window = poolWindow("maxPool2dWithIndices", input, ["height", "width"], options);
  const [output, winner] = apply(maxPoolOperation, [input], window);
  return { output: output!, indices: applySingle(planePositionOperation, [winner!], window) };
}

/** {@link maxPool2d} as a module. */
export class MaxPool2d extends Module {
  readonly options: MaxPool2dOptions;

  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxPool2dOptions) {
    super();
    checkPool("MaxPool2d", 2, options);
    this.options = options;
  }

  override forward(input: Tensor): Tensor {
    return maxPool2d(input, this.options);
  }

  protected override describe(): string {
    return describePool({ ...this.options });
  }
}

/**
 * The token of {@link maxPool2d}. Its outputs are the maximum of each window and the maximum's position within the
 * window, for the gradient; the second is not computed where nothing reads it.
 */
export const maxPoolOperation: Operation<PoolWindow> = {
  name: "maxPool",
  formula: ([x], window) => {
    const { dtype, shape } = x!;
    const element = load(0, x!, windowCoordinates(window), -Infinity);
    const extents = window.kernelSize;
    return {
      shape: [...shape.slice(0, 2), ...window.outputSize],
      folds: [
        { operator: "max", extents, dtype, body: element },
        { operator: "argmax", extents, dtype: "int32", body: element },
      ],
      outputs: [folded(0, dtype), winnerOf(folded(0, dtype), folded(1, "int32"), window)],
    };
  },
  gradient: ({ outputs: [, winner], upstream: [upstream], options }) => [
    upstream && applySingle(maxPoolGradientOperation, [upstream, winner!], options),
  ],
};

/** The position of the maximum; of the first real element, where all are −∞ and padding would come first. */
function winnerOf(value: Expression, position: Expression, window: PoolWindow): Expression {
  const { kernelSize, padding, dilation } = window;
  if (padding.every((size) => size === 0)) return position;
  const firstInside = windowStarts(window).map((start, axis) => {
    const missing = maximum(subtract(constant(0, "int32"), start), 0);
    return floorDivide(add(missing, dilation[axis]! - 1), dilation[axis]!);
  });
  return select(equal(value, -Infinity), rowMajor(firstInside, kernelSize), position);
}

/** From positions within windows to positions within planes. */
const planePositionOperation: Operation<PoolWindow> = {
  name: "maxPool indices",
  formula: ([winner], window) => {
    const { inputSize, kernelSize, dilation } = window;
    let rest: Expression = load(
      0,
      winner!,
      winner!.shape.map((_, axis) => index(axis)),
    );
    const taps: Expression[] = [];
    for (const size of [...kernelSize].reverse()) {
      taps.unshift(modulo(rest, size));
      rest = floorDivide(rest, size);
    }
    const places = windowStarts(window).map((start, axis) => add(start, multiply(taps[axis]!, dilation[axis]!)));
    return { shape: winner!.shape, outputs: [rowMajor(places, inputSize)] };
  },
};
