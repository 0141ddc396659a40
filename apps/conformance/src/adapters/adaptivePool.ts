import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1dWithIndices,
  adaptiveMaxPool2dWithIndices,
  adaptiveMaxPool3dWithIndices,
  type AdaptivePoolOptions,
  type MaxPoolResult,
} from "@nn/pooling";
import type { Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

function average(pool: (input: Tensor, options: AdaptivePoolOptions) => Tensor): Adapter {
  return {
    run: ({ attributes, input }) => ({ output: pool(input("input"), { outputSize: attributes.sizes("output_size") }) }),
  };
}

function maximum(pool: (input: Tensor, options: AdaptivePoolOptions) => MaxPoolResult): Adapter {
  return {
    run: ({ attributes, input }) => ({ ...pool(input("input"), { outputSize: attributes.sizes("output_size") }) }),
  };
}

export const adaptivePool: Family = {
  "torch-1.13": {
    AdaptiveAvgPool1d: average(adaptiveAvgPool1d),
    AdaptiveAvgPool2d: average(adaptiveAvgPool2d),
    AdaptiveAvgPool3d: average(adaptiveAvgPool3d),
    AdaptiveMaxPool1d: maximum(adaptiveMaxPool1dWithIndices),
    AdaptiveMaxPool2d: maximum(adaptiveMaxPool2dWithIndices),
    AdaptiveMaxPool3d: maximum(adaptiveMaxPool3dWithIndices),
  },
};
