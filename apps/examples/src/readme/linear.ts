import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { generator, ones } from "@nn/tensor";

const backend = await cpu();
const layer = new Linear(784, 10, { backend, generator: generator(1) });
const logits = layer.forward(ones([64, 784], { backend }));
console.log(logits.shape); // [64, 10]
