import { globalLPPool, lpPool1d, lpPool2d, lpPool3d, type LPPoolOptions } from "@nn/pooling";
import type { Tensor } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import type { Adapter, Family } from "./adapter.ts";
import { onnxPool, torchPool, webnnPool } from "./poolOptions.ts";

type LPPool = (input: Tensor, options: LPPoolOptions) => Tensor;

const pools: readonly LPPool[] = [lpPool1d, lpPool2d, lpPool3d];

/** PyTorch takes powers with their sign. */
function torch(options: (attributes: Attributes) => LPPoolOptions, pool: LPPool): Adapter {
  return {
    run: ({ attributes, input }) => ({
      output: pool(input("input"), {
        ...options(attributes),
        normType: attributes.number("norm_type", 2),
        signed: true,
      }),
    }),
  };
}

const withOneAxis = (attributes: Attributes): LPPoolOptions => {
  const kernelSize = attributes.number("kernel_size", 1);
  return { kernelSize, stride: attributes.number("stride", kernelSize), ceilMode: attributes.flag("ceil_mode", false) };
};

const onnx: Adapter = {
  run: ({ attributes, input }) => {
    const options = onnxPool(attributes);
    const normType = attributes.number("p", 2);
    return { Y: pools[options.kernelSize.length - 1]!(input("X"), { ...options, normType }) };
  },
};

const global: Adapter = {
  run: ({ attributes, input }) => ({ Y: globalLPPool(input("X"), { normType: attributes.number("p", 2) }) }),
};

const webnn: Adapter = {
  run: ({ attributes, input }) => ({
    output: lpPool2d(input("input"), webnnPool(attributes, input("input").shape)),
  }),
};

export const lpPool: Family = {
  "torch-1.13": { LPPool1d: torch(withOneAxis, lpPool1d), LPPool2d: torch(torchPool, lpPool2d) },
  "onnx-node": { LpPool: onnx, GlobalLpPool: global },
  "wpt-webnn": { l2Pool2d: webnn },
};
