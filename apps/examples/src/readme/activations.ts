import { ReLU, gelu, relu, softmax, swiglu } from "@nn/activations";
import { cpu } from "@nn/backend-cpu";
import { tensor } from "@nn/tensor";

const x = tensor([-1, 0, Math.log(3)], { backend: await cpu() });
console.log(await relu(x).toArray()); // [0, 0, 1.0986123085021973]
console.log(await new ReLU().forward(x).toArray()); // the same as a module
console.log(await softmax(x).toArray()); // numbers that sum to 1
console.log(await gelu(x, { approximate: "tanh" }).toArray()); // close to gelu(x)
console.log(await swiglu(tensor([1, 2], { backend: x.backend })).toArray()); // silu(1) · 2
