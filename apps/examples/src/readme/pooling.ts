import { cpu } from "@nn/backend-cpu";
import { MaxPool2d, maxPool2d } from "@nn/pooling";
import { arange, reshape } from "@nn/tensor";

const x = reshape(arange(16, { backend: await cpu() }), [1, 1, 4, 4]);
console.log(await maxPool2d(x, { kernelSize: 2 }).data()); // 5, 7, 13, 15
const layer = new MaxPool2d({ kernelSize: 3, stride: 2, padding: 1 });
console.log(await layer.forward(x).data()); // 5, 7, 13, 15
