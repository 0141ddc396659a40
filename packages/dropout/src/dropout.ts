import { index, load, multiply, select } from "@nn/backend";
import { applySingle, mul, ones, requireFloat, type Operation, type Tensor } from "@nn/tensor";
import { checkProbability, normalSharedAxes, type DroppingOptions, type DropoutMode } from "./dropoutOptions.ts";
import { isKept, keptOf, keysFor, maskOf, type MaskCall } from "./mask.ts";

/** Options of {@link dropout}. */
export interface DropoutOptions extends DroppingOptions {
  /** Where and when the mean is kept. Default: "upscaleInTrain"; PaddlePaddle has both under similar names. */
  readonly mode?: DropoutMode;
  /**
   * Axes along which all elements are kept or dropped together; negative ones count from the end. Default: none. Keras'
   * `noise_shape` is 1 on them, PaddlePaddle's `axis` names the others.
   */
  readonly sharedAxes?: number | readonly number[];
}

/** What {@link dropoutWithMask} gives. */
export interface DropoutResult {
  readonly output: Tensor;
  /** Truth values of the shape of the input: what was kept. */
  readonly mask: Tensor;
}

/**
 * y = x / (1 − p) with probability 1 − p, and 0 with probability p, for each element on its own: the mean stays, and
 * neurons cannot rely on one another. In evaluation y = x. With `downscaleInInference` it is y = x or 0 in training and
 * y = x · (1 − p) in evaluation.
 *
 * What is dropped is 0 whatever it was, NaN too. The mask is a function of the key and the element's position; it is
 * computed in the forward and again in the backward pass, and never stored.
 *
 * Source: Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting"; the default mode
 * is their inverted form, as in PyTorch, Keras and ONNX.
 *
 * @param input of any shape, which the result has, too
 * @throws NNError `option` unless 0 ≤ probability ≤ 1, and the shared axes exist
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3, 4, 5, 6], { backend });
 * await dropout(x, { generator: generator(1) }).data(); // 2, 0, 0, 8, 10, 0
 * await dropout(x, { generator: generator(1), training: false }).data(); // 1, 2, 3, 4, 5, 6
 * ```
 */
export function dropout(input: Tensor, options: DropoutOptions): Tensor {
  return drop("dropout", input, options).output;
}

/**
 * {@link dropout} with the mask that it used, as a tensor of truth values: for looking at, and for tests.
 *
 * @throws NNError as `dropout`
 *
 * @example
 * ```ts
 * const { mask } = dropoutWithMask(ones([6], { backend }), { generator: generator(1) });
 * await mask.data(); // 1, 0, 0, 1, 1, 0
 * ```
 */
export function dropoutWithMask(input: Tensor, options: DropoutOptions): DropoutResult {
  const { output, mask } = drop("dropoutWithMask", input, options);
  return { output, mask: mask() };
}

/** Dropout, and a function that makes its mask. */
export function drop(
  operation: string,
  input: Tensor,
  options: DropoutOptions,
): { readonly output: Tensor; readonly mask: () => Tensor } {
  const { probability = 0.5, training = true, mode = "upscaleInTrain", generator } = options;
  requireFloat(operation, input);
  checkProbability(operation, probability);
  const sharedAxes = normalSharedAxes(operation, options.sharedAxes, input.rank);
  const all = (): Tensor => ones(input.shape, { backend: input.backend, dtype: "bool" });
  const upscale = mode === "upscaleInTrain";
  if (probability === 0 || (!training && upscale)) return { output: input, mask: all };
  if (!training && probability < 1) return { output: mul(input, 1 - probability), mask: all };
  const call = { kept: keptOf(probability), sharedAxes };
  const keys = keysFor(probability, generator, input);
  const scale = upscale && probability < 1 ? 1 / (1 - probability) : 1;
  const output = applySingle(dropoutOperation, [input, ...keys], { ...call, scale });
  return { output, mask: training ? () => maskOf(input.shape, keys, call) : all };
}

/** Options of {@link dropoutOperation}. */
export interface DropoutCall extends MaskCall {
  /** What kept elements are multiplied by. */
  readonly scale: number;
}

/** The token of {@link dropout}: its operands are x and the two words of the key. It is its own gradient. */
export const dropoutOperation: Operation<DropoutCall> = {
  name: "dropout",
  formula: ([x, key0, key1], call) => {
    const { shape } = x!;
    const element = load(
      0,
      x!,
      shape.map((_, axis) => index(axis)),
    );
    return { shape, outputs: [select(isKept(shape, [key0!, key1!], 1, call), multiply(element, call.scale), 0)] };
  },
  gradient: ({ inputs: [, key0, key1], upstream: [upstream], options }) => [
    applySingle(dropoutOperation, [upstream!, key0!, key1!], options),
    undefined,
    undefined,
  ],
};
