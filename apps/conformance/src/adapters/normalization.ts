import {
  groupNorm,
  instanceNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  layerNorm,
  layerNormWithStatistics,
  localResponseNorm,
  normalize,
  rmsNorm,
} from "@nn/normalization";
import { permute, reshape, type Tensor } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import type { Adapter, Family } from "./adapter.ts";

const torchLayer: Adapter = {
  run: ({ attributes, input, optional }) => {
    const options = { weight: optional("weight"), bias: optional("bias"), epsilon: attributes.number("eps", 1e-5) };
    return { output: layerNorm(input("input"), attributes.numbers("normalized_shape", []), options) };
  },
};

const torchGroup: Adapter = {
  run: ({ attributes, input, optional }) => {
    const options = { weight: optional("weight"), bias: optional("bias"), epsilon: attributes.number("eps", 1e-5) };
    return { output: groupNorm(input("input"), attributes.number("num_groups", 1), options) };
  },
};

/** The module, with the given parameters and statistics. */
const torchInstance = (Module: typeof InstanceNorm1d | typeof InstanceNorm2d | typeof InstanceNorm3d): Adapter => ({
  run: ({ attributes, input, fill, target }) => {
    const x = input("input");
    const module = new Module(x.shape[1]!, {
      backend: target.backend,
      dtype: target.precision,
      epsilon: attributes.number("eps", 1e-5),
      momentum: attributes.number("momentum", 0.1),
      affine: attributes.flag("affine", false),
      trackRunningStatistics: attributes.flag("track_running_stats", false),
    });
    fill("weight", module.weight);
    fill("bias", module.bias);
    fill("running_mean", module.runningMean);
    fill("running_var", module.runningVariance);
    return { output: module.train(attributes.flag("training", true)).forward(x) };
  },
});

const torchLocalResponse: Adapter = {
  run: ({ attributes, input }) => ({
    output: localResponseNorm(input("input"), {
      size: attributes.number("size", 1),
      alpha: attributes.number("alpha", 1e-4),
      beta: attributes.number("beta", 0.75),
      k: attributes.number("k", 1),
    }),
  }),
};

const onnxLayer: Adapter = {
  run: ({ attributes, input, optional }) => {
    const x = input("X");
    const options = { weight: optional("Scale"), bias: optional("B"), epsilon: attributes.number("epsilon", 1e-5) };
    const { output, mean, inverseDeviation } = layerNormWithStatistics(x, shapeFrom(x, attributes), options);
    return { Y: output, Mean: mean, InvStdDev: inverseDeviation };
  },
};

const onnxRMS: Adapter = {
  run: ({ attributes, input }) => {
    const x = input("X");
    const options = { weight: input("scale"), epsilon: attributes.number("epsilon", 1e-5) };
    return { Y: rmsNorm(x, shapeFrom(x, attributes), options) };
  },
};

const onnxGroup: Adapter = {
  run: ({ attributes, input }) => {
    const options = { weight: input("scale"), bias: input("bias"), epsilon: attributes.number("epsilon", 1e-5) };
    return { Y: groupNorm(input("X"), attributes.number("num_groups", 1), options) };
  },
};

const onnxInstance: Adapter = {
  run: ({ attributes, input }) => {
    const options = { weight: input("scale"), bias: input("B"), epsilon: attributes.number("epsilon", 1e-5) };
    return { output: instanceNorm(input("input"), options) };
  },
};

/** An even window has its extra channel after the one it belongs to. */
const onnxLocalResponse: Adapter = {
  run: ({ attributes, input }) => ({
    Y: localResponseNorm(input("X"), {
      size: attributes.number("size", 1),
      alpha: attributes.number("alpha", 1e-4),
      beta: attributes.number("beta", 0.75),
      k: attributes.number("bias", 1),
      extra: "after",
    }),
  }),
};

const onnxLp: Adapter = {
  run: ({ attributes, input }) => ({
    Y: normalize(input("X"), {
      normType: attributes.number("p", 2),
      axes: attributes.number("axis", -1),
      epsilon: 0,
    }),
  }),
};

/** The axes go to the end, in the order in which scale and bias have them; no axes are one of size 1. */
const webnnLayer: Adapter = {
  run: ({ attributes, input, optional }) => {
    const x = input("input");
    const all = x.shape.map((_, axis) => axis);
    const axes = attributes.numbers("axes", all.slice(1));
    const order = [...all.filter((axis) => !axes.includes(axis)), ...axes];
    const moved = permute(x, order);
    const sizes = axes.map((axis) => x.shape[axis]!);
    const shape = sizes.length === 0 ? [1] : sizes;
    const affine = (name: string): Tensor | undefined => {
      const tensor = optional(name);
      return tensor && reshape(tensor, shape);
    };
    const options = { weight: affine("scale"), bias: affine("bias"), epsilon: attributes.number("epsilon", 1e-5) };
    const padded = sizes.length === 0 ? reshape(moved, [...moved.shape, 1]) : moved;
    const normal = reshape(layerNorm(padded, shape, options), moved.shape);
    const back = all.map((axis) => order.indexOf(axis));
    return { output: permute(normal, back) };
  },
};

const webnnInstance: Adapter = {
  run: ({ attributes, input, optional }) => ({
    output: instanceNorm(input("input"), {
      weight: optional("scale"),
      bias: optional("bias"),
      epsilon: attributes.number("epsilon", 1e-5),
      axis: attributes.text("layout", "nchw") === "nhwc" ? -1 : 1,
    }),
  }),
};

/** The sizes of the axes from `axis` on. */
function shapeFrom(x: Tensor, attributes: Attributes): readonly number[] {
  const axis = attributes.number("axis", -1);
  return x.shape.slice(axis < 0 ? axis + x.rank : axis);
}

export const normalization: Family = {
  "torch-1.13": {
    LayerNorm: torchLayer,
    GroupNorm: torchGroup,
    InstanceNorm1d: torchInstance(InstanceNorm1d),
    InstanceNorm2d: torchInstance(InstanceNorm2d),
    InstanceNorm3d: torchInstance(InstanceNorm3d),
    LocalResponseNorm: torchLocalResponse,
  },
  "onnx-node": {
    LayerNormalization: onnxLayer,
    GroupNormalization: onnxGroup,
    InstanceNormalization: onnxInstance,
    RMSNormalization: onnxRMS,
    LpNormalization: onnxLp,
    LRN: onnxLocalResponse,
  },
  "wpt-webnn": { layerNormalization: webnnLayer, instanceNormalization: webnnInstance },
};
