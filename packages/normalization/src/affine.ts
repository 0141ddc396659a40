import { NNError, type Backend, type DType } from "@nn/backend";
import { Parameter } from "@nn/module";
import { add, floatOperands, formatShape, mul, ones, reshape, sameShape, zeros, type Tensor } from "@nn/tensor";

/** Factor and summand of a normalisation. */
export interface AffineTensors {
  /** Factor (γ), of the shape that the operation says. Default: none. */
  readonly weight?: Tensor | undefined;
  /** Summand (β), of the same shape. Default: none. */
  readonly bias?: Tensor | undefined;
}

/** Options of modules that may learn a weight and a bias. */
export interface AffineOptions {
  /** The backend of the parameters. */
  readonly backend: Backend;
  /** The type of the parameters. Default: float32. */
  readonly dtype?: DType;
  /** Whether it learns a weight and a bias. */
  readonly affine?: boolean;
  /** Whether it learns a weight (γ). Default: as `affine`. */
  readonly weight?: boolean;
  /** Whether it learns a bias (β). Default: as `affine`. */
  readonly bias?: boolean;
}

/** The parameters of a module: the weight starts as 1, the bias as 0. */
export interface AffineParameters {
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
}

/** The parameters that `options` ask for, of one shape. */
export function affineParameters(
  shape: readonly number[],
  options: AffineOptions,
  byDefault: boolean,
): AffineParameters {
  const { backend, dtype = "float32", affine = byDefault } = options;
  return {
    weight: (options.weight ?? affine) ? new Parameter(ones(shape, { backend, dtype })) : undefined,
    bias: (options.bias ?? affine) ? new Parameter(zeros(shape, { backend, dtype })) : undefined,
  };
}

/**
 * @param shape what weight and bias have to have
 * @throws NNError `shape` unless they have it
 * @throws NNError `dtype` unless all are floats of one type
 */
export function checkAffine(
  operation: string,
  input: Tensor,
  { weight, bias }: AffineTensors,
  shape: readonly number[],
): void {
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    if (!tensor || sameShape(tensor.shape, shape)) continue;
    const expected = `${name} of shape ${formatShape(shape)} for input ${formatShape(input.shape)}`;
    throw new NNError("shape", `${operation}: expected ${expected}, got ${formatShape(tensor.shape)}`);
  }
  floatOperands(
    operation,
    [input, weight, bias].filter((tensor) => tensor !== undefined),
  );
}

/** x · weight + bias, as far as there are any; weight and bias are brought to `shape`, which broadcasts against x. */
export function scaleAndShift(x: Tensor, { weight, bias }: AffineTensors, shape: readonly number[]): Tensor {
  const scaled = weight ? mul(x, reshape(weight, shape)) : x;
  return bias ? add(scaled, reshape(bias, shape)) : scaled;
}

/** How a module says which of the two it has. */
export function describeAffine({ weight, bias }: AffineTensors, byDefault: boolean): string {
  if (weight && bias) return byDefault ? "" : ", affine=true";
  if (weight) return ", bias=false";
  return bias ? ", weight=false" : byDefault ? ", affine=false" : "";
}
