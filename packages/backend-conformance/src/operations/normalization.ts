import { batchNorm, batchNormTraining } from "@nn/batchnorm";
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
];
