import { NNError } from "@nn/backend";
import { Parameter } from "@nn/module";
import type { BatchNorm } from "./batchNormModule.ts";
import { foldBatchNorm, type FoldOptions } from "./foldBatchNorm.ts";

/** A layer whose outputs are sums of products with a weight, such as a linear layer or a convolution. */
export interface WeightedLayer {
  readonly weight: Parameter;
  bias: Parameter | undefined;
}

/**
 * {@link foldBatchNorm} for modules: changes the layer in place so that it does what it and `norm` behind it do in
 * evaluation; a layer without a bias gets one. The batch norm itself stays as it is; the model is to be used without it from then on.
 *
 * @returns the layer
 * @throws NNError `option` unless the batch norm has running statistics
 *
 * @example
 * ```ts
 * const [layer, norm] = [new Linear(3, 2, { backend }), new BatchNorm1d(2, { backend })];
 * foldBatchNormInto(layer, norm.eval()) === layer; // true
 * ```
 */
export function foldBatchNormInto<Layer extends WeightedLayer>(
  layer: Layer,
  norm: BatchNorm,
  options: FoldOptions = {},
): Layer {
  const { runningMean: mean, runningVariance: variance, weight, bias, epsilon } = norm;
  if (!mean || !variance) {
    throw new NNError(
      "option",
      `foldBatchNormInto: expected a batch norm with running statistics, got ${String(norm)}`,
    );
  }
  const folded = foldBatchNorm(layer.weight, layer.bias, { mean, variance, weight, bias, epsilon }, options);
  layer.weight.assign(folded.weight.detach());
  if (layer.bias) layer.bias.assign(folded.bias.detach());
  else layer.bias = new Parameter(folded.bias.detach());
  return layer;
}
