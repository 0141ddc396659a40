import { batchNorm as normalize, BatchNorm1d, BatchNorm2d, batchNormTraining } from "@nn/batchnorm";
import { add, mul, permute, reshape, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

/**
 * The module, with the given parameters and statistics, in as many steps as the case has. The statistics of three
 * dimensions are those of two with the same elements.
 */
const torch: Adapter = {
  run: (context) => {
    const { attributes, target } = context;
    const batches = [...Array(attributes.number("steps", 1) - 1).keys()].map((step) => `input_step${step}`);
    const input = context.input("input");
    const Module = input.rank > 3 ? BatchNorm2d : BatchNorm1d;
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
    for (const name of batches) module.forward(flatter(context.input(name)));
    const output = reshape(module.forward(flatter(input)), input.shape);
    const { runningMean, runningVariance, numBatchesTracked } = module;
    if (!runningMean || !runningVariance || !numBatchesTracked) return { output };
    return {
      output,
      running_mean: runningMean,
      running_var: runningVariance,
      num_batches_tracked: numBatchesTracked,
    };
  },
};

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
    const given = input("input");
    const axis = attributes.number("axis", 1);
    const order = exchanged(given.rank, 1, axis);
    const output = normalize(permute(given, order), input("mean"), input("variance"), {
      weight: optional("scale"),
      bias: optional("bias"),
      epsilon: attributes.number("epsilon", 1e-5),
    });
    return { output: permute(output, order) };
  },
};

/** Four axes instead of five. */
function flatter(input: Tensor): Tensor {
  return input.rank === 5 ? reshape(input, [...input.shape.slice(0, 3), input.shape[3]! * input.shape[4]!]) : input;
}

/** All axes in their order, but for two that change places. */
function exchanged(rank: number, first: number, second: number): number[] {
  return Array.from({ length: rank }, (_, axis) => (axis === first ? second : axis === second ? first : axis));
}

export const batchNorm: Family = {
  "torch-1.13": { BatchNorm1d: torch, BatchNorm2d: torch, BatchNorm3d: torch },
  "onnx-node": { BatchNormalization: onnx },
  "wpt-webnn": { batchNormalization: webnn },
};
