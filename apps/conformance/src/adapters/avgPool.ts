import { avgPool1d, avgPool2d, avgPool3d, globalAvgPool, type AvgPoolOptions } from "@nn/pooling";
import type { Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";
import { onnxPool, torchPool, webnnPool } from "./poolOptions.ts";

type AvgPool = (input: Tensor, options: AvgPoolOptions) => Tensor;

const pools: readonly AvgPool[] = [avgPool1d, avgPool2d, avgPool3d];

const torch: Adapter = {
  run: ({ attributes, input }) => {
    const options = torchPool(attributes);
    const output = pools[options.kernelSize.length - 1]!(input("input"), {
      ...options,
      countIncludePad: attributes.flag("count_include_pad", true),
      ...(attributes.has("divisor_override") && { divisorOverride: attributes.number("divisor_override", 1) }),
    });
    return { output };
  },
};

const onnx: Adapter = {
  run: ({ attributes, input }) => {
    const options = onnxPool(attributes);
    const countIncludePad = attributes.flag("count_include_pad", false);
    return { Y: pools[options.kernelSize.length - 1]!(input("X"), { ...options, countIncludePad }) };
  },
};

const global: Adapter = { run: ({ input }) => ({ Y: globalAvgPool(input("X")) }) };

const webnn: Adapter = {
  run: ({ attributes, input }) => ({
    output: avgPool2d(input("input"), {
      ...webnnPool(attributes, input("input").shape),
      countIncludePad: false,
    }),
  }),
};

export const avgPool: Family = {
  "torch-1.13": { AvgPool1d: torch, AvgPool2d: torch, AvgPool3d: torch },
  "onnx-node": { AveragePool: onnx, GlobalAveragePool: global },
  "wpt-webnn": { averagePool2d: webnn },
};
