import { cpu } from "@nn/backend-cpu";
import { Conv2d } from "@nn/convolution";
import { generator, ones } from "@nn/tensor";

const backend = await cpu();
const layer = new Conv2d(1, 32, { kernelSize: 3, padding: "same", backend, generator: generator(1) });
const features = layer.forward(ones([64, 1, 28, 28], { backend }));
console.log(features.shape); // [64, 32, 28, 28]
