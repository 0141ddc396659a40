import { cpu } from "@nn/backend-cpu";
import { crossEntropy } from "@nn/losses";
import { tensor } from "@nn/tensor";

const backend = await cpu();
const logits = tensor([[2, -1, 0], [0, 3, 1]], { backend }); // prettier-ignore
const labels = tensor([0, 2], { backend, dtype: "int32" });
const weight = tensor([1, 2, 0.5], { backend });
const probabilities = tensor([[0.7, 0.1, 0.2], [0, 0.5, 0.5]], { backend }); // prettier-ignore

console.log(await crossEntropy(logits, labels).item());
console.log(await crossEntropy(logits, labels, { labelSmoothing: 0.1, weight, ignoreIndex: 255 }).item());
console.log(await crossEntropy(logits, probabilities).item());
