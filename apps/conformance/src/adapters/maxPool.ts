import type { Backend } from "@nn/backend";
import {
  globalMaxPool,
  maxPool1dWithIndices,
  maxPool2d,
  maxPool2dWithIndices,
  maxPool3dWithIndices,
  type MaxPoolOptions,
  type MaxPoolResult,
} from "@nn/pooling";
import { add, arange, mul, reshape, sizeOf, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";
import { onnxPool, torchPool, webnnPool } from "./poolOptions.ts";

type MaxPool = (input: Tensor, options: MaxPoolOptions) => MaxPoolResult;

const pools: readonly MaxPool[] = [maxPool1dWithIndices, maxPool2dWithIndices, maxPool3dWithIndices];

const torch: Adapter = {
  run: ({ attributes, input }) => {
    const options = torchPool(attributes);
    return { ...pools[options.kernelSize.length - 1]!(input("input"), options) };
  },
};

const onnx: Adapter = {
  leavesOut: ({ attributes, expected }) => {
    const columnMajor = expected.length > 1 && attributes.flag("storage_order", false);
    return columnMajor ? "positions of maxima are in row-major order" : undefined;
  },
  run: ({ attributes, input }) => {
    const options = onnxPool(attributes);
    const { output, indices } = pools[options.kernelSize.length - 1]!(input("X"), options);
    return { Y: output, Indices: add(indices, planeStarts(input("X").backend, input("X").shape)) };
  },
};

const global: Adapter = { run: ({ input }) => ({ Y: globalMaxPool(input("X")) }) };

const webnn: Adapter = {
  run: ({ attributes, input }) => ({
    output: maxPool2d(input("input"), webnnPool(attributes, input("input").shape)),
  }),
};

/** Where each channel's plane starts in the whole tensor: what is between positions in a plane and in the tensor. */
export function planeStarts(backend: Backend, shape: readonly number[]): Tensor {
  const [batch, channels, ...size] = shape;
  const planes = reshape(arange(batch! * channels!, { backend, dtype: "int32" }), [
    batch!,
    channels!,
    ...size.map(() => 1),
  ]);
  return mul(planes, sizeOf(size));
}

export const maxPool: Family = {
  "torch-1.13": { MaxPool1d: torch, MaxPool2d: torch, MaxPool3d: torch },
  "onnx-node": { MaxPool: onnx, GlobalMaxPool: global },
  "wpt-webnn": { maxPool2d: webnn },
};
