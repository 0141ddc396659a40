import { avgPool2d } from "@nn/pooling";
import { div, onesLike, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";
import { asPlanes, fromLayout, withHeight } from "./planes.ts";
import { isOwnPadding, onnxWindows, padPlanes, webnnWindows, type Windows } from "./windows.ts";

/** One-dimensional pooling is two-dimensional pooling of planes with a height of 1. */
const torch: Adapter = {
  run: (context) => {
    const { attributes } = context;
    const kernelSize = attributes.numbers("kernel_size", []);
    const { planes, restore } = asPlanes(context.input("input"), kernelSize.length);
    const output = avgPool2d(planes, {
      kernelSize: withHeight(kernelSize, 1),
      stride: withHeight(attributes.numbers("stride", kernelSize), 1),
      padding: withHeight(attributes.numbers("padding", kernelSize.map(() => 0)), 0), // prettier-ignore
      ceilMode: attributes.flag("ceil_mode", false),
      countIncludePad: attributes.flag("count_include_pad", true),
      ...(attributes.has("divisor_override") && { divisorOverride: attributes.number("divisor_override", 1) }),
    });
    return { output: restore(output) };
  },
};

const onnx: Adapter = {
  leavesOut: ({ inputs: [input], attributes }) => {
    if (input!.shape.length > 4) return "pooling has at most two dimensions";
    return attributes.numbers("dilations", []).some((step) => step !== 1) ? dilated : undefined;
  },
  run: ({ attributes, input }) => {
    const given = input("X");
    const kernelSize = attributes.numbers("kernel_shape", []);
    const { planes, restore } = asPlanes(given, kernelSize.length);
    const windows = onnxWindows(attributes, kernelSize, given.shape);
    return { Y: restore(pool(planes, windows, attributes.flag("count_include_pad", false))) };
  },
};

const global: Adapter = {
  run: ({ input }) => ({ Y: avgPool2d(input("X"), { kernelSize: input("X").shape.slice(2) }) }),
};

const webnn: Adapter = {
  leavesOut: ({ attributes }) => (attributes.numbers("dilations", []).some((step) => step !== 1) ? dilated : undefined),
  run: ({ attributes, input }) => {
    const { planes, restore } = fromLayout(input("input"), attributes.text("layout", "nchw"));
    const size = planes.shape.slice(2);
    const windows = webnnWindows(attributes, attributes.numbers("windowDimensions", size), size);
    return { output: restore(pool(planes, windows, false)) };
  },
};

const dilated = "average pooling has no dilation";

/**
 * Padding that pooling itself does not do is put around the planes first. Where it does not count, sums over windows
 * are divided by how many elements of the input each window has: the sums for an input of ones.
 */
function pool(planes: Tensor, windows: Windows, countIncludePad: boolean): Tensor {
  const { kernelSize, stride, ceilMode, before } = windows;
  const options = { kernelSize, stride, ceilMode };
  if (isOwnPadding(windows)) return avgPool2d(planes, { ...options, padding: before, countIncludePad });
  const padded = padPlanes(planes, windows, 0);
  if (countIncludePad) return avgPool2d(padded, options);
  const total = avgPool2d(padded, { ...options, divisorOverride: 1 });
  return div(total, avgPool2d(padPlanes(onesLike(planes), windows, 0), { ...options, divisorOverride: 1 }));
}

export const avgPool: Family = {
  "torch-1.13": { AvgPool1d: torch, AvgPool2d: torch },
  "onnx-node": { AveragePool: onnx, GlobalAveragePool: global },
  "wpt-webnn": { averagePool2d: webnn },
};
