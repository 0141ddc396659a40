import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { groupNorm, InstanceNorm2d, LayerNorm, normalize, rmsNorm, weightNorm } from "@nn/normalization";
import { generator, normal } from "@nn/tensor";

const random = { backend: await cpu(), generator: generator(1) };
const tokens = normal([2, 5, 8], random);
console.log(await new LayerNorm(8, random).forward(tokens).data()); // each vector of 8: mean 0, deviation 1
console.log(await rmsNorm(tokens, 8).data()); // mean of squares 1
console.log(await normalize(tokens, { axes: -1 }).data()); // length 1

const images = normal([2, 6, 4, 4], random);
console.log(await groupNorm(images, 3).data());
console.log(await new InstanceNorm2d(6, { ...random, affine: true }).forward(images).data());

const layer = weightNorm(new Linear(8, 3, random), "weight");
console.log(Object.keys(layer.stateDict())); // bias, weight_g, weight_v
