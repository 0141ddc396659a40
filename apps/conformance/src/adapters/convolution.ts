import { conv2d } from "@nn/convolution";
import { permute, reshape, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";
import { asPlanes, fromLayout, withHeight } from "./planes.ts";
import { onnxWindows, padPlanes, webnnWindows, type Windows } from "./windows.ts";

/** One-dimensional convolution is two-dimensional convolution of planes and kernels with a height of 1. */
const torch: Adapter = {
  run: ({ attributes, input, optional }) => {
    const weight = input("weight");
    const spatial = weight.rank - 2;
    const { planes, restore } = asPlanes(input("input"), spatial);
    const named = attributes.isText("padding") ? attributes.text("padding", "valid") : undefined;
    const padding = named ?? withHeight(attributes.numbers("padding", Array<number>(spatial).fill(0)), 0);
    if (typeof padding === "string" && padding !== "same" && padding !== "valid") {
      throw new Error(`expected padding "same" or "valid", got "${padding}"`);
    }
    const output = conv2d(planes, asKernels(weight), optional("bias"), {
      stride: withHeight(attributes.numbers("stride", Array<number>(spatial).fill(1)), 1),
      padding,
      dilation: withHeight(attributes.numbers("dilation", Array<number>(spatial).fill(1)), 1),
      groups: attributes.number("groups", 1),
    });
    return { output: restore(output) };
  },
};

const onnx: Adapter = {
  leavesOut: ({ inputs: [input] }) => (input!.shape.length > 4 ? "convolution has at most two dimensions" : undefined),
  run: ({ attributes, input, optional }) => {
    const [given, weight] = [input("X"), input("W")];
    const { planes, restore } = asPlanes(given, weight.rank - 2);
    const windows = onnxWindows(attributes, weight.shape.slice(2), given.shape);
    const groups = attributes.number("group", 1);
    return { Y: restore(convolve(planes, asKernels(weight), optional("B"), windows, groups)) };
  },
};

const webnn: Adapter = {
  run: ({ attributes, input, optional }) => {
    const { planes, restore } = fromLayout(input("input"), attributes.text("inputLayout", "nchw"));
    const layout = attributes.text("filterLayout", "oihw");
    const weight = permute(input("filter"), [..."oihw"].map((axis) => layout.indexOf(axis))); // prettier-ignore
    const windows = webnnWindows(attributes, weight.shape.slice(2), planes.shape.slice(2));
    const groups = attributes.number("groups", 1);
    return { output: restore(convolve(planes, weight, optional("bias"), windows, groups)) };
  },
};

/** Padding that differs at the ends is put around the planes first. */
function convolve(planes: Tensor, weight: Tensor, bias: Tensor | undefined, windows: Windows, groups: number): Tensor {
  const { stride, dilation, before, after } = windows;
  const alike = before.every((count, axis) => count === after[axis]);
  return alike
    ? conv2d(planes, weight, bias, { stride, dilation, groups, padding: before })
    : conv2d(padPlanes(planes, windows, 0), weight, bias, { stride, dilation, groups });
}

function asKernels(weight: Tensor): Tensor {
  const [outputs, inputs, ...size] = weight.shape;
  return reshape(weight, [outputs!, inputs!, ...withHeight(size, 1)]);
}

export const convolution: Family = {
  "torch-1.13": { Conv1d: torch, Conv2d: torch },
  "onnx-node": { Conv: onnx },
  "wpt-webnn": { conv2d: webnn },
};
