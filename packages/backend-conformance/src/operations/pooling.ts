import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  fractionalMaxPool2d,
  fractionalMaxPool3d,
  globalAvgPool,
  globalLPPool,
  globalMaxPool,
  lpPool1d,
  lpPool2d,
  lpPool3d,
  maxPool1d,
  maxPool2d,
  maxPool2dWithIndices,
  maxPool3d,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
} from "@nn/pooling";
import { distinct, floats, literal, literalIntegers, operation, positive } from "./operation.ts";

const [line, plane, space] = [floats([2, 2, 7]), floats([2, 2, 6, 5]), floats([1, 2, 4, 3, 5])];
const [distinctLine, distinctPlane, distinctSpace] = [
  distinct([2, 2, 7]),
  distinct([2, 2, 6, 5]),
  distinct([1, 2, 4, 3, 5]),
];
const [kernelSize, all] = [2, "stride, padding, dilation and ceilMode"];
const layout = "channels-last";
const awkward = { kernelSize: 3, stride: 2, padding: 1, ceilMode: true };

/** Windows over lines, images and volumes. */
export const pooling = [
  operation("maxPool1d", [distinctLine], (x) => maxPool1d(x, { kernelSize })),
  operation("maxPool2d", [distinctPlane], (x) => maxPool2d(x, { kernelSize })),
  operation("maxPool2d", [distinct([1, 2, 7, 6])], (x) => maxPool2d(x, { ...awkward, dilation: 2 }), { variant: all }),
  operation(
    "maxPool2d",
    [distinctPlane],
    (x) => {
      const { output, indices } = maxPool2dWithIndices(x, { kernelSize });
      return [output, indices];
    },
    { variant: "indices" },
  ),
  operation("maxPool2d", [distinct([1, 6, 5, 4])], (x) => maxPool2d(x, { ...awkward, layout }), { variant: layout }),
  operation("maxPool3d", [distinctSpace], (x) => maxPool3d(x, { kernelSize })),
  operation("avgPool1d", [line], (x) => avgPool1d(x, { kernelSize })),
  operation("avgPool2d", [plane], (x) => avgPool2d(x, { kernelSize })),
  operation("avgPool2d", [plane], (x) => avgPool2d(x, { ...awkward, countIncludePad: false }), { variant: all }),
  operation("avgPool2d", [floats([1, 6, 5, 4])], (x) => avgPool2d(x, { ...awkward, layout }), { variant: layout }),
  operation("avgPool3d", [space], (x) => avgPool3d(x, { kernelSize })),
  operation("lpPool1d", [positive([2, 2, 7])], (x) => lpPool1d(x, { kernelSize, normType: 3 })),
  operation("lpPool2d", [positive([2, 2, 6, 5])], (x) => lpPool2d(x, { kernelSize })),
  operation("lpPool3d", [positive([1, 1, 4, 3, 5])], (x) => lpPool3d(x, { kernelSize })),
  operation("adaptiveAvgPool1d", [line], (x) => adaptiveAvgPool1d(x, { outputSize: 3 })),
  operation("adaptiveAvgPool2d", [plane], (x) => adaptiveAvgPool2d(x, { outputSize: [4, 2] })),
  operation("adaptiveAvgPool3d", [space], (x) => adaptiveAvgPool3d(x, { outputSize: 2 })),
  operation("adaptiveMaxPool1d", [distinctLine], (x) => adaptiveMaxPool1d(x, { outputSize: 3 })),
  operation("adaptiveMaxPool2d", [distinctPlane], (x) => adaptiveMaxPool2d(x, { outputSize: [4, 2] })),
  operation("adaptiveMaxPool3d", [distinctSpace], (x) => adaptiveMaxPool3d(x, { outputSize: 2 })),
  operation("fractionalMaxPool2d", [distinct([1, 1, 6, 5]), literal([1, 1, 2], [0.25, 0.5])], (x, samples) =>
    fractionalMaxPool2d(x, { kernelSize, outputSize: 3, samples }),
  ),
  operation("fractionalMaxPool3d", [distinct([1, 1, 4, 5, 4]), literal([1, 1, 3], [0.25, 0.5, 0.75])], (x, samples) =>
    fractionalMaxPool3d(x, { kernelSize, outputSize: 2, samples }),
  ),
  operation("globalAvgPool", [plane], (x) => globalAvgPool(x)),
  operation("globalLPPool", [positive([2, 2, 3, 4])], (x) => globalLPPool(x)),
  operation("globalMaxPool", [distinctPlane], (x) => globalMaxPool(x)),
  operation("maxUnpool1d", [floats([1, 1, 3]), literalIntegers([1, 1, 3], [1, 2, 5])], (x, indices) =>
    maxUnpool1d(x, indices, { kernelSize }),
  ),
  operation("maxUnpool2d", [floats([1, 1, 2, 2]), literalIntegers([1, 1, 2, 2], [5, 2, 8, 15])], (x, indices) =>
    maxUnpool2d(x, indices, { kernelSize }),
  ),
  operation("maxUnpool3d", [floats([1, 1, 1, 2, 1]), literalIntegers([1, 1, 1, 2, 1], [3, 12])], (x, indices) =>
    maxUnpool3d(x, indices, { kernelSize }),
  ),
];
