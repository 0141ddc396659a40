import { cpu } from "@nn/backend-cpu";
import { Conv2d } from "@nn/convolution";
import { Sequential } from "@nn/module";
import { capsuleLengths, Capsules, Highway, Parallel, PrimaryCapsules, Residual } from "@nn/structures";
import { ones } from "@nn/tensor";

const backend = await cpu();

// A highway: gates start nearly closed, so that many of them can be stacked.
const highway = new Sequential(...Array.from({ length: 30 }, () => new Highway(32, { backend })));
console.log(highway.forward(ones([8, 32], { backend })).shape); // [8, 32]

// Branches side by side, around a shortcut.
const branch = (kernelSize: 1 | 3) => new Conv2d(4, 2, { kernelSize, padding: (kernelSize - 1) / 2, backend });
const block = new Residual(new Parallel([branch(1), branch(3)]));
console.log(block.forward(ones([8, 4, 7, 7], { backend })).shape); // [8, 4, 7, 7]

// Capsules: ten of them, whose lengths say how sure the network is of each class.
const capsules = new Sequential(
  new PrimaryCapsules(4, 4, 8, { kernelSize: 3, stride: 2, backend }),
  new Capsules(4 * 3 * 3, 8, 10, 8, { backend }),
);
console.log(capsuleLengths(capsules.forward(ones([8, 4, 7, 7], { backend }))).shape); // [8, 10]
