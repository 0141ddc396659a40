import { maxPool2d, maxPool2dWithIndices } from "@nn/pooling";
import { add, arange, mul, reshape, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";
import { asPlanes, fromLayout, withHeight } from "./planes.ts";
import { isOwnPadding, onnxWindows, padPlanes, webnnWindows, type Windows } from "./windows.ts";

/** One-dimensional pooling is two-dimensional pooling of planes with a height of 1. */
const torch: Adapter = {
  run: (context) => {
    const { attributes } = context;
    const kernelSize = attributes.numbers("kernel_size", []);
    const { planes, restore } = asPlanes(context.input("input"), kernelSize.length);
    const { output, indices } = maxPool2dWithIndices(planes, {
      kernelSize: withHeight(kernelSize, 1),
      stride: withHeight(attributes.numbers("stride", kernelSize), 1),
      padding: withHeight(attributes.numbers("padding", kernelSize.map(() => 0)), 0), // prettier-ignore
      dilation: withHeight(attributes.numbers("dilation", kernelSize.map(() => 1)), 1), // prettier-ignore
      ceilMode: attributes.flag("ceil_mode", false),
    });
    return { output: restore(output), indices: restore(indices) };
  },
};

const onnx: Adapter = {
  leavesOut: ({ inputs: [input], attributes, expected }) => {
    if (input!.shape.length > 4) return "pooling has at most two dimensions";
    const columnMajor = expected.length > 1 && attributes.flag("storage_order", false);
    return columnMajor ? "positions of maxima are in row-major order" : undefined;
  },
  run: ({ attributes, input }) => {
    const given = input("X");
    const kernelSize = attributes.numbers("kernel_shape", []);
    const { planes, restore } = asPlanes(given, kernelSize.length);
    const windows = onnxWindows(attributes, kernelSize, given.shape);
    const { output, indices } = pool(planes, windows);
    return { Y: restore(output), ...(indices && { Indices: restore(wholePositions(indices, planes)) }) };
  },
};

const global: Adapter = {
  run: ({ input }) => ({ Y: maxPool2d(input("X"), { kernelSize: input("X").shape.slice(2) }) }),
};

const webnn: Adapter = {
  run: ({ attributes, input }) => {
    const { planes, restore } = fromLayout(input("input"), attributes.text("layout", "nchw"));
    const size = planes.shape.slice(2);
    const windows = webnnWindows(attributes, attributes.numbers("windowDimensions", size), size);
    return { output: restore(pool(planes, windows).output) };
  },
};

/** Padding that differs at the ends is put around the planes first; then there are no positions in the input. */
function pool(planes: Tensor, windows: Windows): { output: Tensor; indices?: Tensor } {
  const { kernelSize, stride, dilation, ceilMode, before } = windows;
  const options = { kernelSize, stride, dilation, ceilMode };
  if (isOwnPadding(windows)) return maxPool2dWithIndices(planes, { ...options, padding: before });
  return { output: maxPool2d(padPlanes(planes, windows, -Infinity), options) };
}

/** Positions within the whole tensor for positions within a plane. */
function wholePositions(indices: Tensor, { backend, shape }: Tensor): Tensor {
  const [batch, channels, height, width] = shape;
  const plane = arange(batch! * channels!, { backend, dtype: "int32" });
  return add(indices, mul(reshape(plane, [batch!, channels!, 1, 1]), height! * width!));
}

export const maxPool: Family = {
  "torch-1.13": { MaxPool1d: torch, MaxPool2d: torch },
  "onnx-node": { MaxPool: onnx, GlobalMaxPool: global },
  "wpt-webnn": { maxPool2d: webnn },
};
