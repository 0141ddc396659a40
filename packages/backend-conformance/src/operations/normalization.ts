import { BatchNorm1d, batchNorm, batchNormTraining, foldBatchNorm, foldBatchNormInto } from "@nn/batchnorm";
import { Linear } from "@nn/linear";
import { generator } from "@nn/tensor";
import { floats, operation, positive } from "./operation.ts";

const images = floats([3, 2, 4, 3]);
const channels = floats([2]);

/** Normalisation by means and variances. */
export const normalization = [
  operation(
    "batchNorm",
    [images, channels, positive([2]), positive([2]), channels],
    (x, mean, variance, weight, bias) => batchNorm(x, mean, variance, { weight, bias }),
  ),
  operation("batchNormTraining", [images, positive([2]), channels], (x, weight, bias) => {
    const { output, mean, variance } = batchNormTraining(x, { weight, bias });
    return [output, mean, variance];
  }),
  operation("foldBatchNorm", [floats([2, 3]), channels, channels, positive([2])], (weight, bias, mean, variance) => {
    const folded = foldBatchNorm(weight, bias, { mean, variance });
    return [folded.weight, folded.bias];
  }),
  operation("foldBatchNormInto", [floats([4, 3])], (x) => {
    const { backend, dtype } = x;
    const layer = new Linear(3, 2, { backend, dtype, generator: generator(1) });
    return foldBatchNormInto(layer, new BatchNorm1d(2, { backend, dtype })).forward(x);
  }),
];
