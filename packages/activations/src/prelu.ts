import { lessEqual, multiply, NNError, select, type Backend, type DType } from "@nn/backend";
import { Module, Parameter } from "@nn/module";
import {
  applySingle,
  broadcastShapes,
  elementwise,
  floatOperands,
  formatShape,
  full,
  normalizeAxis,
  perAxis,
  reshape,
  sameShape,
  type Operation,
  type Tensor,
} from "@nn/tensor";

/** Options of {@link prelu}. */
export interface PReLUOptions {
  /** The axis that a weight of several numbers belongs to; negative ones count from the end. Default: 1. */
  readonly axis?: number;
}

/**
 * x where x > 0, and weight · x elsewhere, with a weight that is learned. The gradient of the weight is Σ upstream · x
 * over x ≤ 0, which is 0 at x = 0, where the gradient of x is the weight.
 *
 * Source: He et al. 2015, "Delving Deep into Rectifiers".
 *
 * @param x floats of any shape, which the result has, too
 * @param weight one number for all, or of shape [n] with one for each position along `axis`; of any other rank it
 * broadcasts to x by its trailing axes, as in ONNX
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `shape` unless the weight fits
 * @throws NNError `dtype` unless both are floats of one type
 *
 * @example
 * ```ts
 * const x = tensor([[-1, -2], [3, -4]], { backend });
 * await prelu(x, tensor([0.5, 0.25], { backend })).data(); // -0.5, -0.5, 3, -1
 * ```
 */
export function prelu(x: Tensor, weight: Tensor, options: PReLUOptions = {}): Tensor {
  const tensors = floatOperands("prelu", [x, weight]);
  return applySingle(preluOperation, [tensors[0]!, aligned(x, weight, options.axis ?? 1)], undefined);
}

/** Options of {@link PReLU}. */
export interface PReLUModuleOptions extends PReLUOptions {
  /** How many weights there are: 1 for one that is shared, or the size of the axis. Default: 1. */
  readonly numParameters?: number;
  /** The number that they start with. Default: 0.25, as in PyTorch and PaddlePaddle; Keras has 0. */
  readonly initial?: number;
  /** The backend of the weights. */
  readonly backend: Backend;
  /** The type of the weights. Default: float32. */
  readonly dtype?: DType;
}

/** {@link prelu} with a weight of its own. */
export class PReLU extends Module {
  readonly numParameters: number;
  readonly axis: number;
  /** Of shape [numParameters]. */
  readonly weight: Parameter;

  /** @throws NNError `option` unless `numParameters` is a positive integer */
  constructor(options: PReLUModuleOptions) {
    super();
    const { numParameters = 1, initial = 0.25, axis = 1, backend, dtype = "float32" } = options;
    perAxis("PReLU", "numParameters", numParameters, 1, 1);
    this.numParameters = numParameters;
    this.axis = axis;
    this.weight = new Parameter(full([numParameters], initial, { backend, dtype }));
  }

  override forward(input: Tensor): Tensor {
    return prelu(input, this.weight, this);
  }

  protected override describe(): string {
    return `numParameters=${this.numParameters}${this.axis === 1 ? "" : `, axis=${this.axis}`}`;
  }
}

/** The token of {@link prelu}; its operands broadcast. */
export const preluOperation: Operation<undefined> = elementwise("prelu", ([x, weight]) =>
  select(lessEqual(x!, 0), multiply(x!, weight!), x!),
);

/** The weight in a shape that broadcasts to x as meant. */
function aligned(x: Tensor, weight: Tensor, axis: number): Tensor {
  if (weight.rank === 1 && weight.shape[0] === 1) return weight;
  if (weight.rank === 1) {
    const along = normalizeAxis("prelu", axis, x.rank);
    if (weight.shape[0] === x.shape[along]) {
      return reshape(weight, [weight.shape[0]!, ...x.shape.slice(along + 1).map(() => 1)]);
    }
    const expected = `weight of shape [1] or [${x.shape[along]}] for axis ${along} of ${formatShape(x.shape)}`;
    throw new NNError("shape", `prelu: expected ${expected}, got ${formatShape(weight.shape)}`);
  }
  if (sameShape(broadcastShapes("prelu", [x.shape, weight.shape]), x.shape)) return weight;
  const expected = `weight that broadcasts to ${formatShape(x.shape)}`;
  throw new NNError("shape", `prelu: expected ${expected}, got ${formatShape(weight.shape)}`);
}
