import {
  add,
  and,
  constant,
  equal,
  foldIndex,
  folded,
  index,
  load,
  multiply,
  NNError,
  notEqual,
  select,
  unary,
  type Expression,
  type TensorType,
} from "@nn/backend";
import { Module, ModuleBuffer } from "@nn/module";
import {
  apply,
  applySingle,
  commonBackend,
  formatShape,
  requireFloat,
  sameShape,
  type FormulaParts,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { checkReduction, reduceWeighted, type Reduction } from "./reduction.ts";

/** Options of {@link nllLoss}. */
export interface NLLLossOptions {
  /** How the losses become the result; the mean divides by the sum of the weights of the targets that count. Default: `"mean"`. */
  readonly reduction?: Reduction;
  /** The weight of each class, of shape [classes]; a constant, no gradient flows to it. Default: 1 for each. */
  readonly weight?: Tensor | undefined;
  /** Targets of this value count for nothing. Default: -100. */
  readonly ignoreIndex?: number;
}

/**
 * Negative log-likelihood: −weight[target] · input[target], of the classes along axis 1.
 *
 * A target that is no class gives NaN. If every target is ignored, the mean is NaN.
 *
 * @param input log-probabilities, of shape [batch, classes, …]
 * @param target int32 class indices, of shape [batch, …]
 * @returns a scalar, or of the target's shape with reduction `"none"`
 * @throws NNError `shape` unless target and weight fit the input
 * @throws NNError `dtype` unless the input holds floats and the target is int32
 * @throws NNError `option` if ignoreIndex or reduction is out of its range
 *
 * @example
 * ```ts
 * const logProbabilities = tensor([[-1, -2]], { backend });
 * await nllLoss(logProbabilities, tensor([1], { backend, dtype: "int32" })).item(); // 2
 * ```
 */
export function nllLoss(input: Tensor, target: Tensor, options: NLLLossOptions = {}): Tensor {
  const { reduction = "mean", weight, ignoreIndex = -100 } = options;
  checkReduction("nllLoss", reduction);
  checkInput("nllLoss", input, weight);
  checkIndices("nllLoss", input, target, ignoreIndex);
  return nll(input, target, weight, { ignoreIndex, smoothing: 0 }, reduction);
}

/** {@link nllLoss} as a module; the weight is a buffer. */
export class NLLLoss extends Module<[input: Tensor, target: Tensor]> {
  readonly weight: ModuleBuffer | undefined;
  private readonly options: NLLLossOptions;

  constructor(options: NLLLossOptions = {}) {
    super();
    this.options = options;
    this.weight = options.weight && new ModuleBuffer(options.weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, { ...this.options, weight: this.weight });
  }
}

/** @throws NNError unless `input` is [batch, classes, …] and the weight, if any, has one float for each class */
export function checkInput(operation: string, input: Tensor, weight: Tensor | undefined): void {
  requireFloat(operation, input);
  commonBackend(operation, weight ? [input, weight] : [input]);
  if (input.rank < 2) {
    throw new NNError(
      "shape",
      `${operation}: expected input of shape [batch, classes, ...], got ${formatShape(input.shape)}`,
    );
  }
  const classes = [input.shape[1]!];
  if (!weight || (sameShape(weight.shape, classes) && weight.dtype === input.dtype)) return;
  const expected = `a weight for each class, ${input.dtype} ${formatShape(classes)}`;
  throw new NNError("shape", `${operation}: expected ${expected}, got ${weight.dtype} ${formatShape(weight.shape)}`);
}

/** @throws NNError unless `target` is int32 and has the input's shape without the classes */
export function checkIndices(operation: string, input: Tensor, target: Tensor, ignoreIndex: number): void {
  commonBackend(operation, [input, target]);
  if (target.dtype !== "int32") {
    throw new NNError("dtype", `${operation}: expected int32 class indices as target, got ${target.dtype}`);
  }
  const expected = input.shape.filter((_, axis) => axis !== 1);
  if (!sameShape(target.shape, expected)) {
    const [wanted, whole, got] = [expected, input.shape, target.shape].map(formatShape);
    throw new NNError("shape", `${operation}: expected target of shape ${wanted} for input ${whole}, got ${got}`);
  }
  if (!Number.isInteger(ignoreIndex)) {
    throw new NNError("option", `${operation}: expected ignoreIndex to be an integer, got ${ignoreIndex}`);
  }
}

/** What {@link nll} is told besides tensors. */
export interface NLLSettings {
  readonly ignoreIndex: number;
  /** The part of the target's probability that is spread over all classes. */
  readonly smoothing: number;
}

/** The loss of checked arguments. */
export function nll(
  input: Tensor,
  target: Tensor,
  weight: Tensor | undefined,
  settings: NLLSettings,
  reduction: Reduction,
): Tensor {
  const tensors = weight ? [input, target, weight] : [input, target];
  const [elements, weights] = apply(nllOperation, tensors, settings);
  return reduceWeighted(elements!, weights!, reduction);
}

/** Outputs: the loss of each target, and the weight that it has in the mean. */
const nllOperation: Operation<NLLSettings> = {
  name: "nllLoss",
  formula: ([input, target, weight], { ignoreIndex, smoothing }): FormulaParts => {
    const { dtype } = input!;
    const classes = input!.shape[1]!;
    const own = target!.shape.map((_, axis) => index(axis));
    const chosen = load(1, target!, own);
    const at = (label: Expression): Expression[] => [own[0]!, label, ...own.slice(1)];
    const picked = load(0, input!, at(chosen), NaN);
    const ownWeight = weightOf(weight, chosen, dtype, NaN);
    const counts = notEqual(chosen, ignoreIndex);
    const loss = unary("negate", multiply(ownWeight, picked));
    const weights = select(counts, ownWeight, 0);
    if (smoothing === 0) return { shape: target!.shape, outputs: [select(counts, loss, 0), weights] };
    const each = multiply(weightOf(weight, foldIndex(0), dtype), load(0, input!, at(foldIndex(0))));
    const smooth = add(multiply(loss, 1 - smoothing), multiply(folded(0, dtype), -smoothing / classes));
    return {
      shape: target!.shape,
      folds: [{ operator: "sum", extents: [classes], dtype, body: each }],
      outputs: [select(counts, smooth, 0), weights],
    };
  },
  gradient: ({ inputs: [input, target, weight], upstream: [upstream], options }) => {
    if (!upstream) return [];
    const tensors = weight ? [upstream, target!, weight] : [upstream, target!];
    return [applySingle(nllGradientOperation, tensors, { ...options, classes: input!.shape[1]! })];
  },
};

/** From the gradient of each target's loss to that of the input. */
const nllGradientOperation: Operation<NLLSettings & { classes: number }> = {
  name: "nllLoss gradient",
  formula: ([upstream, target, weight], { ignoreIndex, smoothing, classes }) => {
    const {
      dtype,
      shape: [batch, ...positions],
    } = upstream!;
    const own = [index(0), ...positions.map((_, axis) => index(axis + 2))];
    const chosen = load(1, target!, own);
    const counts = notEqual(chosen, ignoreIndex);
    const loss = multiply(unary("negate", load(0, upstream!, own)), weightOf(weight, index(1), dtype));
    const isChosen = equal(chosen, index(1));
    const spread = smoothing / classes;
    const value =
      smoothing === 0
        ? select(and(counts, isChosen), loss, 0)
        : select(counts, multiply(loss, select(isChosen, constant(1 - smoothing + spread, dtype), spread)), 0);
    return { shape: [batch!, classes, ...positions], outputs: [value] };
  },
  gradient: ({ inputs: [, target, weight], upstream: [upstream], options: { ignoreIndex, smoothing } }) => {
    const tensors = weight ? [upstream!, target!, weight] : [upstream!, target!];
    return [apply(nllOperation, tensors, { ignoreIndex, smoothing })[0]];
  },
};

/** The weight of class `label`; it stands behind the other inputs. */
function weightOf(
  weight: TensorType | undefined,
  label: Expression,
  dtype: Expression["dtype"],
  outside?: number,
): Expression {
  return weight ? load(2, weight, [label], outside) : constant(1, dtype);
}
