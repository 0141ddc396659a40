import { maxUnpool1d, maxUnpool2d, maxUnpool3d, type MaxUnpoolOptions } from "@nn/pooling";
import { pad, sub, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";
import { planeStarts } from "./maxPool.ts";
import { torchPool } from "./poolOptions.ts";

type MaxUnpool = (input: Tensor, indices: Tensor, options: MaxUnpoolOptions) => Tensor;

const unpools: readonly MaxUnpool[] = [maxUnpool1d, maxUnpool2d, maxUnpool3d];

const torch: Adapter = {
  run: ({ attributes, input }) => {
    const { kernelSize } = torchPool(attributes);
    const output = unpools[kernelSize.length - 1]!(input("input"), input("indices"), {
      kernelSize,
      stride: attributes.numbers("stride", kernelSize),
      padding: attributes.numbers("padding", [0, 0, 0].slice(0, kernelSize.length)),
      ...(attributes.has("output_size") && { outputSize: attributes.numbers("output_size", []) }),
    });
    return { output };
  },
};

/** Positions count through the whole tensor of the inferred size; what `output_shape` adds to it is padding at the end. */
const onnx: Adapter = {
  run: ({ attributes, input, optional, case: { inputs } }) => {
    const kernelSize = attributes.numbers("kernel_shape", []);
    const stride = attributes.numbers("strides", [1, 1, 1].slice(0, kernelSize.length));
    const pads = attributes.numbers("pads", [...kernelSize, ...kernelSize].map(() => 0)); // prettier-ignore
    const x = input("X");
    const inferred = kernelSize.map((size, axis) => {
      const ends = pads[axis]! + pads[axis + kernelSize.length]!;
      return (x.shape[axis + 2]! - 1) * stride[axis]! + size - ends;
    });
    const starts = planeStarts(x.backend, [...x.shape.slice(0, 2), ...inferred]);
    const unpool = unpools[kernelSize.length - 1]!;
    const output = unpool(x, sub(input("I"), starts), { kernelSize, stride, outputSize: inferred });
    if (!optional("output_shape")) return { output };
    const wanted = inputs.find(({ name }) => name === "output_shape")!.data;
    return { output: pad(output, output.shape.map((size, axis) => [0, wanted[axis]! - size] as const)) }; // prettier-ignore
  },
};

export const maxUnpool: Family = {
  "torch-1.13": { MaxUnpool1d: torch, MaxUnpool2d: torch, MaxUnpool3d: torch },
  "onnx-node": { MaxUnpool: onnx },
};
