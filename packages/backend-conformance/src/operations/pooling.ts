import { avgPool2d, maxPool2d } from "@nn/pooling";
import { distinct, floats, operation } from "./operation.ts";

/** Windows over images. */
export const pooling = [
  operation("maxPool2d", [distinct([2, 2, 6, 5])], (x) => maxPool2d(x, { kernelSize: 2 })),
  operation(
    "maxPool2d",
    [distinct([1, 2, 7, 6])],
    (x) => maxPool2d(x, { kernelSize: 3, stride: 2, padding: 1, dilation: 2, ceilMode: true }),
    { variant: "stride, padding, dilation and ceilMode" },
  ),
  operation("avgPool2d", [floats([2, 2, 6, 5])], (x) => avgPool2d(x, { kernelSize: 2 })),
  operation(
    "avgPool2d",
    [floats([1, 2, 7, 6])],
    (x) => avgPool2d(x, { kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
    { variant: "stride, padding and ceilMode" },
  ),
];
