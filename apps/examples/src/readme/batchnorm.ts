import { cpu } from "@nn/backend-cpu";
import { BatchNorm1d, BatchNorm2d, foldBatchNormInto } from "@nn/batchnorm";
import { Linear } from "@nn/linear";
import { generator, normal } from "@nn/tensor";

const random = { backend: await cpu(), generator: generator(1) };
const layer = new BatchNorm2d(3, random);
const x = normal([8, 3, 4, 4], { ...random, mean: 5 });
console.log(await layer.forward(x).data()); // training: by the batch's statistics
layer.eval();
console.log(await layer.forward(x).data()); // by the running ones, which have moved a tenth of the way

const [linear, norm] = [new Linear(4, 2, random), new BatchNorm1d(2, random).eval()];
foldBatchNormInto(linear, norm); // linear alone now does what both did
