import { cpu } from "@nn/backend-cpu";
import { AvgPool2D, BatchNorm2D, Conv2D, Dropout, Linear, ReLU } from "@nn/compat-paddle";
import { Flatten, Sequential } from "@nn/module";
import { ones } from "@nn/tensor";

const backend = await cpu();
const model = new Sequential(
  new Conv2D(1, 8, 3, { padding: "SAME", backend }),
  new BatchNorm2D(8, { backend }),
  new ReLU(),
  new AvgPool2D({ kernelSize: 2, padding: [1, 1, 0, 0] }),
  new Flatten(),
  new Dropout({ p: 0.5, mode: "downscale_in_infer" }),
  new Linear(8 * 3 * 2, 10, { backend }),
);
console.log(model.forward(ones([2, 1, 4, 4], { backend })).shape); // [2, 10]
