import { add, folded, foldIndex, index, load, multiply, NNError, power, select, equal, subtract } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, perAxis, requireFloat, square, type Operation, type Tensor } from "@nn/tensor";
import { channelAxis } from "./checks.ts";

/** Options of {@link localResponseNorm}. */
export interface LocalResponseNormOptions {
  /** How many neighbouring channels are summed over; TensorFlow's is 2 · `depth_radius` + 1. */
  readonly size: number;
  /** The factor of the mean of squares; TensorFlow's weighs their sum, so it is `alpha` / `size`. Default: 1e-4. */
  readonly alpha?: number;
  /** The exponent. Default: 0.75; TensorFlow has 0.5. */
  readonly beta?: number;
  /** What is added to the mean of squares; ONNX and TensorFlow call it bias. Default: 1. */
  readonly k?: number;
  /** At which side an even window has one channel more: "before", as PyTorch, or "after", as ONNX. Default: "before". */
  readonly extra?: "before" | "after";
  /** The axis of the channels; negative ones count from the end. Default: 1; TensorFlow has −1. */
  readonly axis?: number;
}

/**
 * y_c = x_c / (k + alpha / size · Σ x_j²)^beta, with the sum over the `size` channels j around c; beyond the first and
 * the last there are zeros.
 *
 * Source: Krizhevsky, Sutskever & Hinton 2012, "ImageNet Classification with Deep Convolutional Neural Networks". As
 * PyTorch's `local_response_norm` and ONNX's `LRN`.
 *
 * @param input of shape [batch, channels, …]
 * @returns of the shape of the input
 * @throws NNError `shape` unless the input has a batch and channels
 * @throws NNError `option` unless the size is a positive integer
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 2]], { backend });
 * await localResponseNorm(x, { size: 3, alpha: 3, beta: 1, k: 0 }).data(); // 0.2, 0.222, 0.25
 * ```
 */
export function localResponseNorm(input: Tensor, options: LocalResponseNormOptions): Tensor {
  requireFloat("localResponseNorm", input);
  const { size, alpha = 1e-4, beta = 0.75, k = 1 } = options;
  const axis = channelAxis("localResponseNorm", input, options.axis);
  const sum = applySingle(channelSumOperation, [square(input)], { axis, ...window("localResponseNorm", options) });
  return applySingle(localResponseNormOperation, [input, sum], { alpha: alpha / size, beta, k });
}

/** {@link localResponseNorm} as a module. */
export class LocalResponseNorm extends Module {
  readonly options: LocalResponseNormOptions;

  /** @throws NNError `option` unless the size is a positive integer */
  constructor(options: LocalResponseNormOptions) {
    super();
    window("LocalResponseNorm", options);
    this.options = options;
  }

  override forward(input: Tensor): Tensor {
    return localResponseNorm(input, this.options);
  }

  protected override describe(): string {
    const { size, alpha = 1e-4, beta = 0.75, k = 1 } = this.options;
    return `${size}, alpha=${alpha}, beta=${beta}, k=${k}`;
  }
}

/** Options of {@link localResponseNormOperation}. */
export interface LocalResponseNormCall {
  /** The factor of the sum. */
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** The token of {@link localResponseNorm}: x and the sums of squares over neighbouring channels. */
export const localResponseNormOperation: Operation<LocalResponseNormCall> = elementwise(
  "localResponseNorm",
  ([x, sum], { alpha, beta, k }) => {
    const base = add(multiply(sum!, alpha), k);
    const value = multiply(x!, power(base, -beta));
    return k > 0 ? value : select(equal(base, 0), 0, value);
  },
);

interface ChannelWindow {
  /** How many channels before and after one belong to its window. */
  readonly before: number;
  readonly after: number;
}

/** Σ over the channels of a window, where there are zeros beyond the ends. Turned around, it is its own gradient. */
const channelSumOperation: Operation<ChannelWindow & { readonly axis: number }> = {
  name: "sum over channels",
  formula: ([x], { axis, before, after }) => {
    const { dtype, shape } = x!;
    const channel = subtract(add(index(axis), foldIndex(0)), before);
    const places = shape.map((_, at) => (at === axis ? channel : index(at)));
    const folds = [{ operator: "sum", extents: [before + after + 1], dtype, body: load(0, x!, places, 0) }] as const;
    return { shape, folds, outputs: [folded(0, dtype)] };
  },
  gradient: ({ upstream: [upstream], options: { axis, before, after } }) => [
    applySingle(channelSumOperation, [upstream!], { axis, before: after, after: before }),
  ],
};

function window(operation: string, { size, extra = "before" }: LocalResponseNormOptions): ChannelWindow {
  perAxis(operation, "size", size, 1, 1);
  if (extra !== "before" && extra !== "after") {
    throw new NNError("option", `${operation}: expected extra to be "before" or "after", got ${JSON.stringify(extra)}`);
  }
  const [smaller, larger] = [Math.floor((size - 1) / 2), Math.floor(size / 2)];
  return extra === "before" ? { before: larger, after: smaller } : { before: smaller, after: larger };
}
