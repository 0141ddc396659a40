import { divide, equal, select } from "@nn/backend";
import { freshGenerator, ModuleBuffer, Parameter, type AnyModule } from "@nn/module";
import {
  applySingle,
  elementwise,
  mul,
  noGrad,
  normal,
  normalizeAxis,
  perAxis,
  permute,
  reshape,
  sizeOf,
  sum,
  unsqueeze,
  type Generator,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { checkEpsilon } from "./checks.ts";
import { normalize } from "./normalize.ts";
import { parameterOf, replaceParameter } from "./reparametrization.ts";

/** Options of {@link spectralNorm}. */
export interface SpectralNormOptions {
  /** The axis of the matrix' rows: 0 for linear layers and convolutions, 1 for transposed convolutions. Default: 0. */
  readonly axis?: number;
  /** How many steps of the power iteration each use in training makes. Default: 1. */
  readonly powerIterations?: number;
  /** Norms below this count as this when singular vectors are normalised. Default: 1e-12. */
  readonly epsilon?: number;
  /** Where the first singular vectors are drawn from. Default: a new generator with a random seed. */
  readonly generator?: Generator;
}

/**
 * Divides a parameter of a module by its largest singular value, wherever the module uses it: w = w₀ / σ, which bounds by
 * how much a linear layer can stretch its input. As matrix the weight is [rows of `axis`, all else]; σ = uᵀ·w₀·v, with
 * singular vectors that the power iteration improves each time the weight is read in training: v = normalised w₀ᵀ·u,
 * u = normalised w₀·v. In evaluation they stay. Gradients take u and v for constants. A weight of zeros stays one.
 *
 * In state dictionaries there are `weight_orig`, `weight_u` and `weight_v`, as with PyTorch's
 * `torch.nn.utils.spectral_norm`. `removeReparametrization` undoes it. To be called before an optimizer is given the
 * module's parameters.
 *
 * Source: Miyato et al. 2018, "Spectral Normalization for Generative Adversarial Networks".
 *
 * @param name the property, for example "weight"
 * @returns the module, which is changed in place
 * @throws NNError `option` unless the module has such a parameter with such an axis, and options are in their ranges
 *
 * @example
 * ```ts
 * const layer = new Linear(2, 2, { backend, bias: false });
 * layer.weight.assign(tensor([[3, 0], [0, 1]], { backend }));
 * spectralNorm(layer, "weight", { powerIterations: 20, generator: generator(1) });
 * await layer.weight.data(); // 1.000, 0, 0, 0.333
 * ```
 */
export function spectralNorm<Kind extends AnyModule>(
  module: Kind,
  name: string,
  options: SpectralNormOptions = {},
): Kind {
  const parameter = parameterOf("spectralNorm", module, name);
  const { powerIterations = 1, epsilon = 1e-12, generator = freshGenerator() } = options;
  perAxis("spectralNorm", "powerIterations", powerIterations, 1, 1);
  checkEpsilon("spectralNorm", epsilon);
  const axis = normalizeAxis("spectralNorm", options.axis ?? 0, parameter.rank);
  const original = new Parameter(parameter.detach());
  const { backend, dtype, shape } = original;
  const draw = (length: number): Tensor =>
    normalize(normal([length], { backend, dtype, generator }), { axes: 0, epsilon });
  const left = new ModuleBuffer(draw(shape[axis]!));
  const right = new ModuleBuffer(draw(sizeOf(shape) / shape[axis]!));
  const parts = { [`${name}Orig`]: original, [`${name}U`]: left, [`${name}V`]: right };
  replaceParameter(module, name, parts, () => {
    const matrix = asMatrix(original, axis);
    if (module.training) noGrad(() => iterate(matrix, left, right, powerIterations, epsilon));
    const value = sum(mul(left.detach(), times(matrix, right.detach())));
    return applySingle(dividedOperation, [original, value], undefined);
  });
  return module;
}

/** [size of `axis`, all else] */
function asMatrix(weight: Tensor, axis: number): Tensor {
  const others = weight.shape.map((_, at) => at).filter((at) => at !== axis);
  const first = axis === 0 ? weight : permute(weight, [axis, ...others]);
  return reshape(first, [weight.shape[axis]!, sizeOf(others.map((at) => weight.shape[at]!))]);
}

/** Turns the vectors towards the singular ones of the largest singular value. */
function iterate(matrix: Tensor, left: ModuleBuffer, right: ModuleBuffer, steps: number, epsilon: number): void {
  let u: Tensor = left;
  let v: Tensor = right;
  for (let step = 0; step < steps; step++) {
    v = normalize(sum(mul(matrix, unsqueeze(u, 1)), { axes: 0 }), { axes: 0, epsilon });
    u = normalize(times(matrix, v), { axes: 0, epsilon });
  }
  left.assign(u);
  right.assign(v);
}

/** matrix · vector */
function times(matrix: Tensor, vector: Tensor): Tensor {
  return sum(mul(matrix, vector), { axes: 1 });
}

/** weight / σ, and the weight itself where σ is 0. */
const dividedOperation: Operation<undefined> = elementwise("spectralNorm", ([weight, value]) =>
  select(equal(value!, 0), weight!, divide(weight!, value!)),
);
