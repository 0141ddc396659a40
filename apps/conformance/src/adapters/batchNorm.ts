import { batchNorm as normalize, BatchNorm1d, BatchNorm2d, BatchNorm3d, batchNormTraining } from "@nn/batchnorm";
import { add, mul, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

/** The module, with the given parameters and statistics, in as many steps as the case has. */
const torch = (Module: typeof BatchNorm1d | typeof BatchNorm2d | typeof BatchNorm3d): Adapter => ({
  run: (context) => {
    const { attributes, target } = context;
    const batches = [...Array(attributes.number("steps", 1) - 1).keys()].map((step) => `input_step${step}`);
    const input = context.input("input");
    const module = new Module(input.shape[1]!, {
      backend: target.backend,
      dtype: target.precision,
      epsilon: attributes.number("eps", 1e-5),
      momentum: attributes.has("momentum") ? attributes.number("momentum", 0.1) : null,
      affine: attributes.flag("affine", true),
      trackRunningStatistics: attributes.flag("track_running_stats", true),
    });
    context.fill("weight", module.weight);
    context.fill("bias", module.bias);
    context.fill("running_mean", module.runningMean);
    context.fill("running_var", module.runningVariance);
    module.train(attributes.flag("training", true));
    for (const name of batches) module.forward(context.input(name));
    const output = module.forward(input);
    const { runningMean, runningVariance, numBatchesTracked } = module;
    if (!runningMean || !runningVariance || !numBatchesTracked) return { output };
    return {
      output,
      running_mean: runningMean,
      running_var: runningVariance,
      num_batches_tracked: numBatchesTracked,
    };
  },
});

/** Where momentum weighs the old statistics, and the running variance takes the biased one. */
const onnx: Adapter = {
  run: ({ attributes, input }) => {
    const X = input("X");
    const options = { weight: input("scale"), bias: input("B"), epsilon: attributes.number("epsilon", 1e-5) };
    if (!attributes.flag("training_mode", false)) {
      return { Y: normalize(X, input("input_mean"), input("input_var"), options) };
    }
    const { output, mean, variance } = batchNormTraining(X, options);
    const momentum = attributes.number("momentum", 0.9);
    const running = (old: Tensor, batch: Tensor): Tensor => add(mul(old, momentum), mul(batch, 1 - momentum));
    return {
      Y: output,
      running_mean: running(input("input_mean"), mean),
      running_var: running(input("input_var"), variance),
    };
  },
};

const webnn: Adapter = {
  run: ({ attributes, input, optional }) => {
    const options = { epsilon: attributes.number("epsilon", 1e-5), axis: attributes.number("axis", 1) };
    const affine = { weight: optional("scale"), bias: optional("bias") };
    return { output: normalize(input("input"), input("mean"), input("variance"), { ...affine, ...options }) };
  },
};

export const batchNorm: Family = {
  "torch-1.13": { BatchNorm1d: torch(BatchNorm1d), BatchNorm2d: torch(BatchNorm2d), BatchNorm3d: torch(BatchNorm3d) },
  "onnx-node": { BatchNormalization: onnx },
  "wpt-webnn": { batchNormalization: webnn },
};
