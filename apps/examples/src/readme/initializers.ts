import { cpu } from "@nn/backend-cpu";
import { kaimingNormal } from "@nn/initializers";
import { Linear } from "@nn/linear";
import { Sequential } from "@nn/module";
import { generator } from "@nn/tensor";

const backend = await cpu();
const model = new Sequential(new Linear(784, 100, { backend }), new Linear(100, 10, { backend }));
const random = generator(42);
for (const parameter of model.parameters()) {
  if (parameter.rank < 2) continue;
  parameter.assign(kaimingNormal(parameter.shape, { backend, generator: random, nonlinearity: "relu" }));
}
