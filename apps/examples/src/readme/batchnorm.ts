import { cpu } from "@nn/backend-cpu";
import { BatchNorm2d } from "@nn/batchnorm";
import { generator, normal } from "@nn/tensor";

const backend = await cpu();
const layer = new BatchNorm2d(3, { backend });
const x = normal([8, 3, 4, 4], { backend, generator: generator(1), mean: 5 });
console.log(await layer.forward(x).data()); // training: by the batch's statistics
layer.eval();
console.log(await layer.forward(x).data()); // by the running ones, which have moved a tenth of the way
