import { cpu } from "@nn/backend-cpu";
import { Dropout, dropout } from "@nn/dropout";
import { generator, ones } from "@nn/tensor";

const x = ones([8], { backend: await cpu() });
const layer = new Dropout({ probability: 0.5, seed: 1 });
console.log(await layer.forward(x).toArray()); // zeros and twos
console.log(await layer.eval().forward(x).toArray()); // ones
console.log(await dropout(x, { probability: 0.1, generator: generator(2) }).toArray());
