import { alphaDropout, dropout as drop, dropout2d, dropout3d, dropoutWithMask } from "@nn/dropout";
import { generator, mul, where, type Generator, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

interface Options {
  readonly probability: number;
  readonly training: boolean;
  readonly generator: Generator;
}

const torch = (operation: (input: Tensor, options: Options) => Tensor): Adapter => ({
  run: ({ attributes, input }) => ({
    output: operation(input("input"), {
      probability: attributes.number("p", 0.5),
      training: attributes.flag("training", true),
      generator: generator(1),
    }),
  }),
});

/** What dropout does once it is known which elements are kept. */
const torchWithMask: Adapter = {
  run: ({ attributes, input }) => ({
    output: where(input("mask"), mul(input("input"), 1 / (1 - attributes.number("p", 0.5))), 0),
  }),
};

/** In training only the form of the result can be compared. */
const onnx: Adapter = {
  withoutOutputs: { mask: "in training the mask is random" },
  run: ({ input, number }) => {
    const training = number("training_mode", 0) === 1;
    const options = { probability: number("ratio", 0.5), training, generator: generator(1) };
    const { output, mask } = dropoutWithMask(input("data"), options);
    return training ? { output } : { output, mask };
  },
};

export const dropout: Family = {
  "torch-1.13": {
    Dropout: torch(drop),
    Dropout2d: torch(dropout2d),
    Dropout3d: torch(dropout3d),
    AlphaDropout: torch(alphaDropout),
    DropoutWithMask: torchWithMask,
  },
  "onnx-node": { Dropout: onnx },
};
