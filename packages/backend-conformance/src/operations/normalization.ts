import { BatchNorm1d, batchNorm, batchNormTraining, foldBatchNorm, foldBatchNormInto } from "@nn/batchnorm";
import { Linear } from "@nn/linear";
import {
  groupNorm,
  instanceNorm,
  layerNorm,
  layerNormWithStatistics,
  localResponseNorm,
  normalize,
  removeReparametrization,
  rmsNorm,
  spectralNorm,
  weightNorm,
  weightNormalize,
} from "@nn/normalization";
import { generator, type Tensor } from "@nn/tensor";
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
    const norm = new BatchNorm1d(2, { backend: x.backend, dtype: x.dtype });
    return foldBatchNormInto(linearFor(x), norm).forward(x);
  }),
  operation("layerNorm", [images, floats([4, 3]), floats([4, 3])], (x, weight, bias) =>
    layerNorm(x, [4, 3], { weight, bias }),
  ),
  operation("layerNormWithStatistics", [floats([4, 6])], (x) => {
    const { output, mean, inverseDeviation } = layerNormWithStatistics(x, 6);
    return [output, mean, inverseDeviation];
  }),
  operation("instanceNorm", [images, channels, channels], (x, weight, bias) => instanceNorm(x, { weight, bias })),
  operation(
    "instanceNorm",
    [images, channels, positive([2])],
    (x, mean, variance) => instanceNorm(x, {}, { mean, variance }),
    { variant: "given statistics" },
  ),
  operation("groupNorm", [floats([2, 4, 3]), floats([4]), floats([4])], (x, weight, bias) =>
    groupNorm(x, 2, { weight, bias }),
  ),
  operation("rmsNorm", [floats([4, 6]), floats([6])], (x, weight) => rmsNorm(x, 6, { weight })),
  operation("localResponseNorm", [floats([2, 5, 3])], (x) => localResponseNorm(x, { size: 4, alpha: 0.5 })),
  operation("normalize", [images], (x) => normalize(x)),
  operation("normalize", [images], (x) => normalize(x, { normType: 3, axes: [1, -1] }), { variant: "p = 3" }),
  operation("weightNormalize", [floats([3, 4]), floats([3, 1])], (v, g) => weightNormalize(v, g)),
  operation("weightNorm", [floats([4, 3])], (x) => weightNorm(linearFor(x), "weight").forward(x)),
  operation("spectralNorm", [floats([4, 3])], (x) =>
    spectralNorm(linearFor(x), "weight", { generator: generator(2) }).forward(x),
  ),
  operation("removeReparametrization", [floats([4, 3])], (x) =>
    removeReparametrization(weightNorm(linearFor(x), "weight"), "weight").forward(x),
  ),
];

/** A linear layer from 3 to 2 features, the same one each time. */
function linearFor({ backend, dtype }: Tensor): Linear {
  return new Linear(3, 2, { backend, dtype, generator: generator(1) });
}
