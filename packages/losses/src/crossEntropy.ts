import { add, isFloat, multiply, NNError, unary } from "@nn/backend";
import { Module, ModuleBuffer } from "@nn/module";
import {
  applySingle,
  commonBackend,
  elementwise,
  formatShape,
  logSoftmax,
  reshape,
  sameShape,
  sum,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { checkIndices, checkInput, nll, type NLLLossOptions } from "./nllLoss.ts";
import { checkReduction, reduce, type Reduction } from "./reduction.ts";

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions extends NLLLossOptions {
  /** The part of the target's probability that is spread evenly over all classes, from 0 to 1. Default: 0. */
  readonly labelSmoothing?: number;
}

/**
 * Cross entropy between softmax(logits) and the target: −Σ weight · target · log softmax(logits), of the classes along
 * axis 1. It never overflows. With `labelSmoothing` ε the target becomes (1 − ε) · target + ε / classes (Szegedy et al.
 * 2016).
 *
 * With indices the mean divides by the sum of the weights of the targets that count, with probabilities by the number
 * of targets. An index that is no class gives NaN.
 *
 * @param logits of shape [batch, classes, …]
 * @param target int32 class indices, of shape [batch, …], or probabilities, of the shape and type of the logits
 * @returns a scalar, or of shape [batch, …] with reduction `"none"`
 * @throws NNError `shape` unless target and weight fit the logits
 * @throws NNError `dtype` unless the logits are floats and the target is int32 or of their type
 * @throws NNError `option` if labelSmoothing, ignoreIndex or reduction is out of its range
 *
 * @example
 * ```ts
 * const logits = tensor([[0, 0]], { backend });
 * await crossEntropy(logits, tensor([1], { backend, dtype: "int32" })).item(); // 0.6931
 * ```
 */
export function crossEntropy(logits: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { reduction = "mean", weight, ignoreIndex = -100, labelSmoothing = 0 } = options;
  checkReduction("crossEntropy", reduction);
  checkInput("crossEntropy", logits, weight);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new NNError("option", `crossEntropy: expected labelSmoothing from 0 to 1, got ${labelSmoothing}`);
  }
  if (isFloat(target.dtype)) {
    checkProbabilities(logits, target, options.ignoreIndex);
    return ofProbabilities(logits, target, weight, labelSmoothing, reduction);
  }
  checkIndices("crossEntropy", logits, target, ignoreIndex);
  return nll(logSoftmax(logits, { axis: 1 }), target, weight, { ignoreIndex, smoothing: labelSmoothing }, reduction);
}

/** {@link crossEntropy} as a module; the weight is a buffer. */
export class CrossEntropyLoss extends Module<[logits: Tensor, target: Tensor]> {
  readonly weight: ModuleBuffer | undefined;
  private readonly options: CrossEntropyOptions;

  constructor(options: CrossEntropyOptions = {}) {
    super();
    this.options = options;
    this.weight = options.weight && new ModuleBuffer(options.weight);
  }

  override forward(logits: Tensor, target: Tensor): Tensor {
    return crossEntropy(logits, target, { ...this.options, weight: this.weight });
  }
}

function checkProbabilities(logits: Tensor, target: Tensor, ignoreIndex: number | undefined): void {
  if (ignoreIndex !== undefined) {
    throw new NNError(
      "option",
      "crossEntropy: expected no ignoreIndex with probabilities as target: it is a class index",
    );
  }
  commonBackend("crossEntropy", [logits, target]);
  if (sameShape(target.shape, logits.shape) && target.dtype === logits.dtype) return;
  const [expected, got] = [logits, target].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
  throw new NNError("shape", `crossEntropy: expected probabilities like the logits, ${expected}, got ${got}`);
}

function ofProbabilities(
  logits: Tensor,
  target: Tensor,
  weight: Tensor | undefined,
  smoothing: number,
  reduction: Reduction,
): Tensor {
  const alongClasses = logits.shape.map((size, axis) => (axis === 1 ? size : 1));
  const tensors = [logSoftmax(logits, { axis: 1 }), target, ...(weight ? [reshape(weight, alongClasses)] : [])];
  const settings = { keep: 1 - smoothing, spread: smoothing / logits.shape[1]! };
  return reduce(sum(applySingle(termOperation, tensors, settings), { axes: 1 }), reduction);
}

/** −weight · (keep · probability + spread) · logProbability */
const termOperation: Operation<{ keep: number; spread: number }> = elementwise(
  "crossEntropy term",
  ([logProbability, probability, weight], { keep, spread }) => {
    const smooth = spread === 0 ? probability! : add(multiply(probability!, keep), spread);
    const term = unary("negate", multiply(smooth, logProbability!));
    return weight ? multiply(weight, term) : term;
  },
);
