import { cpu } from "@nn/backend-cpu";
import { AlphaDropout, Dropout, dropout2d, dropoutWithMask } from "@nn/dropout";
import { generator, normal, ones } from "@nn/tensor";

const backend = await cpu();
const x = ones([8], { backend });
const layer = new Dropout({ probability: 0.5, seed: 1 });
console.log(await layer.forward(x).toArray()); // zeros and twos
console.log(await layer.eval().forward(x).toArray()); // ones

const { output, mask } = dropoutWithMask(x, { probability: 0.25, generator: generator(2) });
console.log(await output.toArray(), await mask.toArray());

const images = normal([2, 6, 4, 4], { backend, generator: generator(3) });
console.log(await dropout2d(images, { generator: generator(4) }).toArray()); // channels as a whole
console.log(await new AlphaDropout({ seed: 5 }).forward(images).toArray()); // mean 0 and variance 1 stay
