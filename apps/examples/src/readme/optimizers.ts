import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { mseLoss } from "@nn/losses";
import { Adam } from "@nn/optimizers";
import { backward, tensor } from "@nn/tensor";

const backend = await cpu();
const model = new Linear(1, 1, { backend });
const optimizer = new Adam(model.parameters(), { learningRate: 0.1 });
const inputs = tensor([[0], [1], [2]], { backend });
const targets = tensor([[1], [3], [5]], { backend });

for (let step = 0; step < 100; step++) {
  optimizer.zeroGrad();
  const loss = mseLoss(model.forward(inputs), targets);
  backward(loss);
  optimizer.step();
  if (step % 20 === 0) console.log(await loss.item());
}
