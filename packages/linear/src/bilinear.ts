import { NNError } from "@nn/backend";
import { fanInUniform, Module, type InitialOptions, type Parameter } from "@nn/module";
import { floatOperands, formatShape, mul, perAxis, reshape, sameShape, unsqueeze, type Tensor } from "@nn/tensor";
import { linear } from "./linear.ts";

/**
 * y[…,o] = Σ_{i,j} left[…,i] · weight[o,i,j] · right[…,j] + bias[o]: linear in each of two inputs, for any leading axes.
 *
 * @param left of shape […, left features]
 * @param right of shape […, right features], with the same leading axes
 * @param weight of shape [outputs, left features, right features]
 * @param bias of shape [outputs]; default: none
 * @returns of shape […, outputs]
 * @throws NNError `shape` unless the shapes fit one another
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([1, 2], { backend }), tensor([3, 4], { backend })];
 * await bilinear(x, y, tensor([[[1, 0], [0, 1]]], { backend })).data(); // 11
 * ```
 */
export function bilinear(left: Tensor, right: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  floatOperands("bilinear", bias ? [left, right, weight, bias] : [left, right, weight]);
  const [outputs, rows, columns] = weight.shape;
  if (weight.rank !== 3) {
    const expected = "weight of rank 3 [outputs, left features, right features]";
    throw new NNError("shape", `bilinear: expected ${expected}, got ${formatShape(weight.shape)}`);
  }
  const leading = left.shape.slice(0, -1);
  if (left.shape.at(-1) !== rows || !sameShape(right.shape, [...leading, columns!])) {
    const expected = `inputs of shapes […, ${rows}] and […, ${columns}] for weight ${formatShape(weight.shape)}`;
    const got = `${formatShape(left.shape)} and ${formatShape(right.shape)}`;
    throw new NNError("shape", `bilinear: expected ${expected}, got ${got}`);
  }
  const products = mul(unsqueeze(left, -1), unsqueeze(right, -2));
  const flat = reshape(products, [...leading, rows! * columns!]);
  return linear(flat, reshape(weight, [outputs!, rows! * columns!]), bias);
}

/** Options of {@link Bilinear}. */
export interface BilinearOptions extends InitialOptions {
  /** Whether it adds a bias. Default: true. */
  readonly bias?: boolean;
}

/** {@link bilinear} with a weight and a bias of its own, which start as U(−1/√leftFeatures, 1/√leftFeatures). */
export class Bilinear extends Module<[left: Tensor, right: Tensor]> {
  readonly leftFeatures: number;
  readonly rightFeatures: number;
  readonly outFeatures: number;
  /** Of shape [outFeatures, leftFeatures, rightFeatures]. */
  readonly weight: Parameter;
  /** Of shape [outFeatures]. */
  readonly bias: Parameter | undefined;

  /** @throws NNError `option` unless the features are positive integers */
  constructor(leftFeatures: number, rightFeatures: number, outFeatures: number, options: BilinearOptions) {
    super();
    for (const [name, value] of Object.entries({ leftFeatures, rightFeatures, outFeatures })) {
      perAxis("Bilinear", name, value, 1, 1);
    }
    this.leftFeatures = leftFeatures;
    this.rightFeatures = rightFeatures;
    this.outFeatures = outFeatures;
    this.weight = fanInUniform([outFeatures, leftFeatures, rightFeatures], leftFeatures, options);
    this.bias = (options.bias ?? true) ? fanInUniform([outFeatures], leftFeatures, options) : undefined;
  }

  override forward(left: Tensor, right: Tensor): Tensor {
    return bilinear(left, right, this.weight, this.bias);
  }

  protected override describe(): string {
    const sizes = `${this.leftFeatures}, ${this.rightFeatures}, ${this.outFeatures}`;
    return `${sizes}${this.bias ? "" : ", bias=false"}`;
  }
}
