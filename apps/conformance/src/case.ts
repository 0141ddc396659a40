import type { Attributes } from "./attributes.ts";

/** A tensor of a case. */
export interface CaseTensor {
  readonly name: string;
  /** As the source calls it: `float32`, `int64`, `bool`, … */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In row-major order; booleans are 0 and 1. */
  readonly data: Float64Array;
}

/** How far a number may be from the expected one: |actual − expected| ≤ absolute + relative · |expected|. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** One call of an operator: inputs, and the outputs and gradients that another library computed. */
export interface Case {
  readonly suite: string;
  /** Unique within the suite. */
  readonly name: string;
  /** The operator's name in its source. */
  readonly operator: string;
  /** ONNX only: the version of the operator set that defines the meaning. */
  readonly opset: number;
  readonly attributes: Attributes;
  readonly inputs: readonly CaseTensor[];
  readonly expected: readonly CaseTensor[];
  /** Upstream gradients, under the names of the outputs. */
  readonly upstream: readonly CaseTensor[];
  /** Gradients of Σ output · upstream, under the names of the inputs. */
  readonly gradients: readonly CaseTensor[];
  /** For outputs. */
  readonly tolerance: Tolerance;
  /** For gradients. */
  readonly gradientTolerance: Tolerance;
  /** Whether the outputs are one random sample, of which only the form can be checked. */
  readonly random: boolean;
}
