import type { PoolOptions } from "@nn/pooling";
import type { WindowPadding } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";

/** A pooling's options, all numbers one for each spatial axis. */
export type WrittenPool = PoolOptions & { readonly kernelSize: readonly number[] };

/** As PyTorch writes them. */
export function torchPool(attributes: Attributes): WrittenPool {
  const kernelSize = attributes.numbers("kernel_size", []);
  return {
    kernelSize,
    stride: attributes.numbers("stride", kernelSize),
    padding: attributes.numbers("padding", each(kernelSize, 0)),
    dilation: attributes.numbers("dilation", each(kernelSize, 1)),
    ceilMode: attributes.flag("ceil_mode", false),
  };
}

/** As ONNX writes them. */
export function onnxPool(attributes: Attributes): WrittenPool {
  const kernelSize = attributes.numbers("kernel_shape", []);
  return {
    kernelSize,
    stride: attributes.numbers("strides", each(kernelSize, 1)),
    padding: onnxPadding(attributes, kernelSize),
    dilation: attributes.numbers("dilations", each(kernelSize, 1)),
    ceilMode: attributes.flag("ceil_mode", false),
  };
}

/** As WebNN writes them, where the sizes of the result say once more whether it is rounded up. */
export function webnnPool(attributes: Attributes, shape: readonly number[]): WrittenPool {
  const last = attributes.text("layout", "nchw") === "nhwc";
  const size = last ? shape.slice(1, 3) : shape.slice(2);
  const kernelSize = attributes.numbers("windowDimensions", size);
  const stride = attributes.numbers("strides", [1, 1]);
  const dilation = attributes.numbers("dilations", [1, 1]);
  const [top, bottom, left, right] = attributes.numbers("padding", [0, 0, 0, 0]);
  const padding = [[top!, bottom!], [left!, right!]] as const; // prettier-ignore
  const outputSize = attributes.numbers("outputSizes", []);
  const rounded = attributes.text("roundingType", "floor") === "ceil";
  const isLarger = outputSize.some((length, axis) => {
    const room = size[axis]! + padding[axis]![0] + padding[axis]![1] - dilation[axis]! * (kernelSize[axis]! - 1) - 1;
    return length > Math.floor(room / stride[axis]!) + 1;
  });
  const ceilMode = outputSize.length > 0 ? isLarger : rounded;
  return { kernelSize, stride, dilation, padding, ceilMode, layout: last ? "channels-last" : "channels-first" };
}

function onnxPadding(attributes: Attributes, kernelSize: readonly number[]): WindowPadding {
  const automatic = attributes.text("auto_pad", "NOTSET");
  if (automatic === "SAME_UPPER") return "same";
  if (automatic === "SAME_LOWER") return "same-lower";
  if (automatic === "VALID") return "valid";
  const pads = attributes.numbers("pads", each([...kernelSize, ...kernelSize], 0));
  return kernelSize.map((_, axis) => [pads[axis]!, pads[axis + kernelSize.length]!] as const);
}

function each(axes: readonly number[], value: number): number[] {
  return axes.map(() => value);
}
