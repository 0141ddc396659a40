import { Tanh } from "@nn/activations";
import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { mseLoss } from "@nn/losses";
import { Sequential } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { backward, tensor } from "@nn/tensor";

const backend = await cpu();
const model = new Sequential(new Linear(2, 8, { backend }), new Tanh(), new Linear(8, 1, { backend }));
const optimizer = new Adam(model.parameters(), { learningRate: 0.05 });
const inputs = tensor([[0, 0], [0, 1], [1, 0], [1, 1]], { backend }); // prettier-ignore
const targets = tensor([[0], [1], [1], [0]], { backend });
for (let step = 0; step < 300; step++) {
  optimizer.zeroGrad();
  backward(mseLoss(model.forward(inputs), targets));
  optimizer.step();
}
console.log(await model.forward(inputs).toArray());
