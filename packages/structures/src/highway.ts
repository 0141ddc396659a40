import { NNError } from "@nn/backend";
import { Linear } from "@nn/linear";
import { Module, type InitialOptions } from "@nn/module";
import {
  add,
  floatOperands,
  formatShape,
  full,
  maximum,
  mul,
  perAxis,
  sameShape,
  sigmoid,
  sub,
  type Tensor,
} from "@nn/tensor";

/**
 * y = gate · transformed + (1 − gate) · input: where the gate is closed, the input passes unchanged.
 *
 * Source: Srivastava, Greff & Schmidhuber 2015, "Highway Networks", equation 3, with the carry gate 1 − gate.
 *
 * @param input of any shape
 * @param transformed H(input), of the same shape
 * @param gate T(input), of the same shape, from 0 to 1
 * @throws NNError `shape` unless all have one shape
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const [x, h] = [tensor([1, 1, 1], { backend }), tensor([9, 9, 9], { backend })];
 * await highway(x, h, tensor([0, 0.5, 1], { backend })).data(); // 1, 5, 9
 * ```
 */
export function highway(input: Tensor, transformed: Tensor, gate: Tensor): Tensor {
  floatOperands("highway", [input, transformed, gate]);
  for (const [name, tensor] of Object.entries({ transformed, gate })) {
    if (sameShape(tensor.shape, input.shape)) continue;
    const expected = `${name} of the input's shape ${formatShape(input.shape)}`;
    throw new NNError("shape", `highway: expected ${expected}, got ${formatShape(tensor.shape)}`);
  }
  return add(mul(gate, transformed), mul(sub(1, gate), input));
}

/** Options of {@link Highway}. */
export interface HighwayOptions extends InitialOptions {
  /** The activation of H. Default: the rectifier max(x, 0). */
  readonly activation?: (input: Tensor) => Tensor;
  /** What the gate's bias starts as: below 0, so that a deep network first passes its input through. Default: −2. */
  readonly gateBias?: number;
}

/**
 * {@link highway} with H(x) = activation(W_H · x + b_H) and T(x) = σ(W_T · x + b_T), for inputs […, features]. Weights
 * start as those of `Linear`.
 */
export class Highway extends Module {
  readonly features: number;
  readonly activation: (input: Tensor) => Tensor;
  /** W_H and b_H. */
  readonly transform: Linear;
  /** W_T and b_T. */
  readonly gate: Linear;

  /** @throws NNError `option` unless `features` is a positive integer and `gateBias` finite */
  constructor(features: number, options: HighwayOptions) {
    super();
    perAxis("Highway", "features", features, 1, 1);
    const { activation = (input) => maximum(input, 0), gateBias = -2, ...initial } = options;
    if (!Number.isFinite(gateBias)) {
      throw new NNError("option", `Highway: expected gateBias to be a finite number, got ${gateBias}`);
    }
    this.features = features;
    this.activation = activation;
    this.transform = new Linear(features, features, initial);
    this.gate = new Linear(features, features, initial);
    const { backend, dtype = "float32" } = options;
    this.gate.bias?.assign(full([features], gateBias, { backend, dtype }));
  }

  /** @throws NNError `shape` unless the last axis of the input has `features` */
  override forward(input: Tensor): Tensor {
    return highway(input, this.activation(this.transform.forward(input)), sigmoid(this.gate.forward(input)));
  }

  protected override describe(): string {
    return `${this.features}`;
  }
}
