import { cpu } from "@nn/backend-cpu";
import { ones } from "@nn/tensor";

const backend = await cpu();
console.log(await ones([2, 3], { backend }).toArray()); // [[1, 1, 1], [1, 1, 1]]
