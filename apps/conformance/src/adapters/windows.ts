import { pad, type Tensor } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import { withHeight } from "./planes.ts";

/** Where windows lie over planes: one number for height and width each. */
export interface Windows {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly ceilMode: boolean;
}

/** As ONNX writes them. */
export function onnxWindows(attributes: Attributes, kernelSize: readonly number[], size: readonly number[]): Windows {
  const axes = kernelSize.length;
  const each = (value: number): number[] => kernelSize.map(() => value);
  const stride = attributes.numbers("strides", each(1));
  const dilation = attributes.numbers("dilations", each(1));
  const pads = attributes.numbers("pads", [...each(0), ...each(0)]);
  const automatic = attributes.text("auto_pad", "NOTSET");
  let [before, after] = [pads.slice(0, axes), pads.slice(axes)];
  if (automatic.startsWith("SAME")) {
    const total = size.slice(-axes).map((length, axis) => {
      const reach = dilation[axis]! * (kernelSize[axis]! - 1) + 1;
      return Math.max(0, (Math.ceil(length / stride[axis]!) - 1) * stride[axis]! + reach - length);
    });
    const smaller = total.map((count) => Math.floor(count / 2));
    const larger = total.map((count) => Math.ceil(count / 2));
    [before, after] = automatic === "SAME_UPPER" ? [smaller, larger] : [larger, smaller];
  }
  return {
    kernelSize: withHeight(kernelSize, 1),
    stride: withHeight(stride, 1),
    dilation: withHeight(dilation, 1),
    before: withHeight(before, 0),
    after: withHeight(after, 0),
    ceilMode: attributes.flag("ceil_mode", false),
  };
}

/** As WebNN writes them. */
export function webnnWindows(attributes: Attributes, kernelSize: readonly number[], size: readonly number[]): Windows {
  const [top, bottom, left, right] = attributes.numbers("padding", [0, 0, 0, 0]);
  const stride = attributes.numbers("strides", [1, 1]);
  const dilation = attributes.numbers("dilations", [1, 1]);
  const [before, after] = [[top!, left!], [bottom!, right!]]; // prettier-ignore
  const rounded = attributes.text("roundingType", "floor");
  const outputSize = attributes.numbers("outputSizes", []);
  const smallest = kernelSize.map((length, axis) => {
    const reach = dilation[axis]! * (length - 1) + 1;
    return Math.floor((size[axis]! + before[axis]! + after[axis]! - reach) / stride[axis]!) + 1;
  });
  const ceilMode =
    outputSize.length > 0 ? outputSize.some((length, axis) => length > smallest[axis]!) : rounded === "ceil";
  return { kernelSize, stride, dilation, before, after, ceilMode };
}

/** The planes with the windows' padding around them. */
export function padPlanes(planes: Tensor, { before, after }: Pick<Windows, "before" | "after">, value: number): Tensor {
  const spatial = before.map((count, axis) => [count, after[axis]!] as const);
  return pad(planes, [[0, 0], [0, 0], ...spatial], { value }); // prettier-ignore
}
