import { add, folded, foldIndex, index, load, multiply, NNError } from "@nn/backend";
import { fanInUniform, Module, type InitialOptions, type Parameter } from "@nn/module";
import {
  applySingle,
  contractOperation,
  floatOperands,
  formatShape,
  matmul,
  perAxis,
  reshape,
  sameShape,
  sizeOf,
  sumTo,
  type Operation,
  type Tensor,
} from "@nn/tensor";

/**
 * y[…,o] = Σ_i x[…,i] · weight[o,i] + bias[o]: a fully connected layer, for any leading axes.
 *
 * @param input of shape […, inputs]
 * @param weight of shape [outputs, inputs]
 * @param bias of shape [outputs]; default: none
 * @returns of shape […, outputs]
 * @throws NNError `shape` unless the last axis of `input` and the bias fit the weight
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const weight = tensor([[1, 1], [1, -1]], { backend });
 * await linear(tensor([3, 2], { backend }), weight, tensor([0, 10], { backend })).data(); // 5, 11
 * ```
 */
export function linear(input: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  const tensors = floatOperands("linear", bias ? [input, weight, bias] : [input, weight]);
  if (weight.rank !== 2) {
    throw new NNError("shape", `linear: expected weight of rank 2 [outputs, inputs], got ${formatShape(weight.shape)}`);
  }
  const [outputs, inputs] = weight.shape;
  if (input.shape.at(-1) !== inputs) {
    const expected = `input of shape […, ${inputs}] for weight ${formatShape(weight.shape)}`;
    throw new NNError("shape", `linear: expected ${expected}, got ${formatShape(input.shape)}`);
  }
  if (bias && !sameShape(bias.shape, [outputs!])) {
    throw new NNError("shape", `linear: expected bias of shape [${outputs}], got ${formatShape(bias.shape)}`);
  }
  return applySingle(linearOperation, tensors, undefined);
}

/** Options of {@link Linear}. */
export interface LinearOptions extends InitialOptions {
  /** Whether it adds a bias. Default: true. */
  readonly bias?: boolean;
}

/** {@link linear} with a weight and a bias of its own, which start as U(−1/√inFeatures, 1/√inFeatures). */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** Of shape [outFeatures, inFeatures]. */
  readonly weight: Parameter;
  /** Of shape [outFeatures]. */
  readonly bias: Parameter | undefined;

  /** @throws NNError `option` unless the features are positive integers */
  constructor(inFeatures: number, outFeatures: number, options: LinearOptions) {
    super();
    perAxis("Linear", "inFeatures", inFeatures, 1, 1);
    perAxis("Linear", "outFeatures", outFeatures, 1, 1);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = fanInUniform([outFeatures, inFeatures], inFeatures, options);
    this.bias = (options.bias ?? true) ? fanInUniform([outFeatures], inFeatures, options) : undefined;
  }

  override forward(input: Tensor): Tensor {
    return linear(input, this.weight, this.bias);
  }

  protected override describe(): string {
    return `${this.inFeatures}, ${this.outFeatures}${this.bias ? "" : ", bias=false"}`;
  }
}

/** The token of {@link linear}. */
export const linearOperation: Operation<undefined> = {
  name: "linear",
  formula: ([x, weight, bias]) => {
    const lead = x!.shape.slice(0, -1);
    const rows = lead.map((_, axis) => index(axis));
    const output = index(lead.length);
    const body = multiply(load(0, x!, [...rows, foldIndex(0)]), load(1, weight!, [output, foldIndex(0)]));
    const product = folded(0, x!.dtype);
    return {
      shape: [...lead, weight!.shape[0]!],
      folds: [{ operator: "dot", extents: [weight!.shape[1]!], dtype: x!.dtype, body }],
      outputs: [bias ? add(product, load(2, bias, [output])) : product],
    };
  },
  gradient: ({ inputs: [x, weight, bias], upstream: [upstream] }) => [
    x!.requiresGradient ? matmul(upstream!, weight!) : undefined,
    weight!.requiresGradient ? weightGradient(upstream!, x!) : undefined,
    ...(bias ? [sumTo(upstream!, bias.shape)] : []),
  ],
};

/** Σ upstream[…,o] · x[…,i] over the leading axes. */
function weightGradient(upstream: Tensor, x: Tensor): Tensor {
  const [rows, columns] = [upstream, x].map((tensor) =>
    reshape(tensor, [sizeOf(tensor.shape.slice(0, -1)), tensor.shape.at(-1)!]),
  );
  return applySingle(contractOperation, [rows!, columns!], { left: "mo", right: "mi", result: "oi" });
}
