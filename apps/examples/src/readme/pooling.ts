import { cpu } from "@nn/backend-cpu";
import { adaptiveAvgPool2d, AvgPool2d, maxPool2d, maxPool2dWithIndices, maxUnpool2d } from "@nn/pooling";
import { arange, reshape } from "@nn/tensor";

const x = reshape(arange(16, { backend: await cpu() }), [1, 1, 4, 4]);
console.log(await maxPool2d(x, { kernelSize: 2 }).data()); // 5, 7, 13, 15
console.log(await maxPool2d(x, { kernelSize: 3, stride: 2, padding: [[0, 1], 1] }).data()); // 9, 11, 13, 15
console.log(await new AvgPool2d({ kernelSize: 2, padding: "same" }).forward(x).data()); // 2.5, 4.5, 10.5, 12.5
console.log(await adaptiveAvgPool2d(x, { outputSize: [1, 3] }).data()); // 6.5, 7.5, 8.5

const { output, indices } = maxPool2dWithIndices(x, { kernelSize: [4, 2] });
console.log(await maxUnpool2d(output, indices, { kernelSize: [4, 2] }).data()); // 0, …, 0, 13, 0, 15
