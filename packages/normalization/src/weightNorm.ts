import { NNError } from "@nn/backend";
import { Parameter, type AnyModule } from "@nn/module";
import { floatOperands, formatShape, mul, normalizeAxis, sameShape, sqrt, square, sum, type Tensor } from "@nn/tensor";
import { inverseNorm } from "./normalize.ts";
import { parameterOf, replaceParameter } from "./reparametrization.ts";

/** Options of {@link weightNorm}. */
export interface WeightNormOptions {
  /**
   * The axis of which each position has a magnitude of its own, or null for one magnitude. Default: 0, the outputs of
   * linear layers and convolutions; 1 for transposed convolutions.
   */
  readonly axis?: number | null;
}

/**
 * w = g · v / ‖v‖: a weight from a direction and a magnitude. The norm is over all axes but `axis`. A direction of
 * zeros gives zeros.
 *
 * Source: Salimans & Kingma 2016, "Weight Normalization: A Simple Reparameterization to Accelerate Training of Deep
 * Neural Networks".
 *
 * @param direction v, of any shape
 * @param magnitude g, of the same shape with 1 on all axes but `axis`
 * @throws NNError `shape` unless the magnitude has that shape
 * @throws NNError `option` if there is no such axis
 * @throws NNError `dtype` unless both are floats of one type
 *
 * @example
 * ```ts
 * const direction = tensor([[3, 4], [0, 2]], { backend });
 * await weightNormalize(direction, tensor([[10], [1]], { backend })).data(); // 6, 8, 0, 1
 * ```
 */
export function weightNormalize(direction: Tensor, magnitude: Tensor, options: WeightNormOptions = {}): Tensor {
  floatOperands("weightNormalize", [direction, magnitude]);
  const axes = normAxes("weightNormalize", direction, options);
  const shape = direction.shape.map((size, at) => (axes.includes(at) ? 1 : size));
  if (!sameShape(magnitude.shape, shape)) {
    const expected = `magnitude of shape ${formatShape(shape)} for direction ${formatShape(direction.shape)}`;
    throw new NNError("shape", `weightNormalize: expected ${expected}, got ${formatShape(magnitude.shape)}`);
  }
  return mul(direction, mul(magnitude, inverseNorm(direction, axes, 2, 0)));
}

/**
 * Lets a module learn a parameter by its direction and its magnitude, instead of its elements: {@link weightNormalize} of
 * two parameters, which start so that the product is what the parameter was. In state dictionaries they are `weight_g`
 * and `weight_v`, as with PyTorch's `torch.nn.utils.weight_norm`. `removeReparametrization` undoes it.
 *
 * To be called before an optimizer is given the module's parameters.
 *
 * @param name the property, for example "weight"
 * @returns the module, which is changed in place
 * @throws NNError `option` unless the module has such a parameter with such an axis
 *
 * @example
 * ```ts
 * const layer = weightNorm(new Linear(3, 2, { backend }), "weight");
 * layer.namedParameters().map(([name]) => name); // bias, weight_g, weight_v
 * ```
 */
export function weightNorm<Kind extends AnyModule>(module: Kind, name: string, options: WeightNormOptions = {}): Kind {
  const parameter = parameterOf("weightNorm", module, name);
  const axes = normAxes("weightNorm", parameter, options);
  const initial = parameter.detach();
  const magnitude = new Parameter(sqrt(sum(square(initial), { axes, keepDims: true })));
  const direction = new Parameter(initial);
  replaceParameter(module, name, { [`${name}G`]: magnitude, [`${name}V`]: direction }, () =>
    weightNormalize(direction, magnitude, options),
  );
  return module;
}

function normAxes(operation: string, { rank }: Tensor, { axis = 0 }: WeightNormOptions): number[] {
  const kept = axis === null ? undefined : normalizeAxis(operation, axis, rank);
  return Array.from({ length: rank }, (_, at) => at).filter((at) => at !== kept);
}
