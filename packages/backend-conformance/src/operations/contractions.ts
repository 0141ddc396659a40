import { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d } from "@nn/convolution";
import { bilinear, linear } from "@nn/linear";
import { matmul } from "@nn/tensor";
import { floats, operation } from "./operation.ts";

const image = floats([2, 4, 6, 5]);
const all = { stride: 2, padding: 2, dilation: 2, groups: 2 };
const variant = "stride, padding, dilation and groups";

/** Sums of products. */
export const contractions = [
  operation("matmul", [floats([3, 4]), floats([4, 5])], (x, y) => matmul(x, y)),
  operation("matmul", [floats([2, 1, 3, 4]), floats([3, 4, 2])], (x, y) => matmul(x, y), { variant: "batched" }),
  operation("matmul", [floats([4]), floats([4])], (x, y) => matmul(x, y), { variant: "vectors" }),
  operation("matmul", [floats([3, 0]), floats([0, 2])], (x, y) => matmul(x, y), { variant: "nothing" }),
  operation("linear", [floats([2, 3, 4]), floats([5, 4]), floats([5])], (x, w, b) => linear(x, w, b)),
  operation("bilinear", [floats([3, 2]), floats([3, 4]), floats([2, 2, 4]), floats([2])], (x, y, w, b) =>
    bilinear(x, y, w, b),
  ),
  operation("conv1d", [floats([2, 3, 7]), floats([4, 3, 3]), floats([4])], (x, w, b) => conv1d(x, w, b)),
  operation("conv2d", [image, floats([3, 4, 3, 2]), floats([3])], (x, w, b) => conv2d(x, w, b)),
  operation("conv2d", [image, floats([4, 2, 3, 3])], (x, w) => conv2d(x, w, undefined, all), { variant }),
  operation("conv3d", [floats([1, 2, 3, 4, 3]), floats([2, 2, 2, 2, 2])], (x, w) => conv3d(x, w)),
  operation("convTranspose1d", [floats([2, 3, 4]), floats([3, 2, 3]), floats([2])], (x, w, b) =>
    convTranspose1d(x, w, b),
  ),
  operation("convTranspose2d", [floats([1, 4, 3, 2]), floats([4, 1, 3, 3])], (x, w) =>
    convTranspose2d(x, w, undefined, { stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
  ),
  operation("convTranspose3d", [floats([1, 2, 2, 3, 2]), floats([2, 1, 2, 2, 2])], (x, w) => convTranspose3d(x, w)),
];
