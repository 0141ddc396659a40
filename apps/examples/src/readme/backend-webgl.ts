import { webgl } from "@nn/backend-webgl";
import { Linear } from "@nn/linear";
import { generator, normal } from "@nn/tensor";

const backend = await webgl();
const layer = new Linear(784, 10, { backend });
const input = normal([32, 784], { backend, generator: generator(1) });
console.log(await layer.forward(input).data());
