import { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d } from "@nn/convolution";
import { permute, type AxisPadding, type Tensor, type WindowPadding } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";
import type { CaseContext } from "./context.ts";
import { fromLayout } from "./planes.ts";

/** For one, two and three spatial axes. */
const convolutions = [conv1d, conv2d, conv3d];
const transposed = [convTranspose1d, convTranspose2d, convTranspose3d];

const torch: Adapter = {
  run: ({ attributes, input, optional }) => {
    const [given, weight] = [input("input"), input("weight")];
    const axes = weight.rank - 2;
    const output = convolutions[axes - 1]!(given, weight, optional("bias"), {
      stride: attributes.numbers("stride", filled(axes, 1)),
      padding: attributes.isText("padding") ? named(attributes.text("padding", "")) : attributes.numbers("padding", filled(axes, 0)), // prettier-ignore
      dilation: attributes.numbers("dilation", filled(axes, 1)),
      groups: attributes.number("groups", 1),
    });
    return { output };
  },
};

const torchTransposed: Adapter = {
  run: ({ attributes, input, optional }) => {
    const weight = input("weight");
    const axes = weight.rank - 2;
    const output = transposed[axes - 1]!(input("input"), weight, optional("bias"), {
      stride: attributes.numbers("stride", filled(axes, 1)),
      padding: attributes.numbers("padding", filled(axes, 0)),
      outputPadding: attributes.numbers("output_padding", filled(axes, 0)),
      dilation: attributes.numbers("dilation", filled(axes, 1)),
      groups: attributes.number("groups", 1),
    });
    return { output };
  },
};

const onnx: Adapter = {
  run: ({ attributes, input, optional }) => {
    const weight = input("W");
    const axes = weight.rank - 2;
    const automatic = attributes.text("auto_pad", "NOTSET");
    const output = convolutions[axes - 1]!(input("X"), weight, optional("B"), {
      stride: attributes.numbers("strides", filled(axes, 1)),
      padding: automatic.startsWith("SAME") ? named(automatic) : pairs(attributes.numbers("pads", filled(2 * axes, 0))),
      dilation: attributes.numbers("dilations", filled(axes, 1)),
      groups: attributes.number("group", 1),
    });
    return { Y: output };
  },
};

const onnxTransposed: Adapter = {
  run: ({ attributes, input, optional }) => {
    const [given, weight] = [input("X"), input("W")];
    const axes = weight.rank - 2;
    const stride = attributes.numbers("strides", filled(axes, 1));
    const dilation = attributes.numbers("dilations", filled(axes, 1));
    const outputPadding = attributes.numbers("output_padding", filled(axes, 0));
    const automatic = attributes.text("auto_pad", "NOTSET");
    const size = given.shape.slice(2);
    const whole = size.map(
      (length, axis) => (length - 1) * stride[axis]! + dilation[axis]! * (weight.shape[2 + axis]! - 1) + 1,
    );
    const same = automatic.startsWith("SAME") ? size.map((length, axis) => length * stride[axis]!) : [];
    const wanted = attributes.numbers("output_shape", same);
    const common = { stride, dilation, groups: attributes.number("group", 1) };
    if (wanted.length === 0) {
      const padding = pairs(attributes.numbers("pads", filled(2 * axes, 0)));
      return { Y: transposed[axes - 1]!(given, weight, optional("B"), { ...common, padding, outputPadding }) };
    }
    const cut = wanted.map((length, axis) => whole[axis]! + outputPadding[axis]! - length);
    const padding = cut.map((total): AxisPadding => {
      const [smaller, larger] = [Math.floor(Math.max(0, total) / 2), Math.ceil(Math.max(0, total) / 2)];
      return automatic === "SAME_UPPER" ? [smaller, larger] : [larger, smaller];
    });
    return { Y: transposed[axes - 1]!(given, weight, optional("B"), { ...common, padding, outputSize: wanted }) };
  },
};

const webnn: Adapter = {
  run: (context) => {
    const { planes, restore } = fromLayout(context.input("input"), context.attributes.text("inputLayout", "nchw"));
    const weight = filterOf(context, "oihw");
    return { output: restore(conv2d(planes, weight, context.optional("bias"), webnnOptions(context))) };
  },
};

const webnnTransposed: Adapter = {
  run: (context) => {
    const { attributes } = context;
    const { planes, restore } = fromLayout(context.input("input"), attributes.text("inputLayout", "nchw"));
    const sizes = attributes.numbers("outputSizes", []);
    const result = convTranspose2d(planes, filterOf(context, "iohw"), context.optional("bias"), {
      ...webnnOptions(context),
      ...(sizes.length > 0 ? { outputSize: sizes } : { outputPadding: attributes.numbers("outputPadding", [0, 0]) }),
    });
    return { output: restore(result) };
  },
};

/** WebNN's padding is [top, bottom, left, right]. */
function webnnOptions({ attributes }: CaseContext): {
  stride: readonly number[];
  padding: readonly AxisPadding[];
  dilation: readonly number[];
  groups: number;
} {
  const [top, bottom, left, right] = attributes.numbers("padding", [0, 0, 0, 0]);
  return {
    stride: attributes.numbers("strides", [1, 1]),
    padding: [[top!, bottom!], [left!, right!]], // prettier-ignore
    dilation: attributes.numbers("dilations", [1, 1]),
    groups: attributes.number("groups", 1),
  };
}

/** The filter in the order of axes `wanted`, which is WebNN's default layout. */
function filterOf({ attributes, input }: CaseContext, wanted: string): Tensor {
  const layout = attributes.text("filterLayout", wanted);
  return permute(input("filter"), [...wanted].map((axis) => layout.indexOf(axis))); // prettier-ignore
}

function named(padding: string): WindowPadding {
  switch (padding) {
    case "same":
    case "SAME_UPPER":
      return "same";
    case "SAME_LOWER":
      return "same-lower";
    case "valid":
      return "valid";
    default:
      throw new Error(`expected padding same or valid, got "${padding}"`);
  }
}

/** ONNX's beginnings and ends, for each axis. */
function pairs(pads: readonly number[]): AxisPadding[] {
  const axes = pads.length / 2;
  return pads.slice(0, axes).map((before, axis): AxisPadding => [before, pads[axes + axis]!]);
}

function filled(count: number, value: number): number[] {
  return Array<number>(count).fill(value);
}

export const convolution: Family = {
  "torch-1.13": {
    ...{ Conv1d: torch, Conv2d: torch, Conv3d: torch },
    ...{ ConvTranspose1d: torchTransposed, ConvTranspose2d: torchTransposed, ConvTranspose3d: torchTransposed },
  },
  "onnx-node": { Conv: onnx, ConvTranspose: onnxTransposed },
  "wpt-webnn": { conv2d: webnn, convTranspose2d: webnnTransposed },
};
