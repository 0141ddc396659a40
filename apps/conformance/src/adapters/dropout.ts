import { dropout as drop } from "@nn/dropout";
import { generator, mul, where } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

const torch: Adapter = {
  run: ({ attributes, input }) => ({
    output: drop(input("input"), {
      probability: attributes.number("p", 0.5),
      training: attributes.flag("training", true),
      generator: generator(1),
    }),
  }),
};

/** What dropout does once it is known which elements are kept. */
const torchWithMask: Adapter = {
  run: ({ attributes, input }) => ({
    output: where(input("mask"), mul(input("input"), 1 / (1 - attributes.number("p", 0.5))), 0),
  }),
};

/** In training only the form of the result can be compared. */
const onnx: Adapter = {
  withoutOutputs: { mask: "dropout stores no mask" },
  run: ({ input, number }) => ({
    output: drop(input("data"), {
      probability: number("ratio", 0.5),
      training: number("training_mode", 0) === 1,
      generator: generator(1),
    }),
  }),
};

export const dropout: Family = {
  "torch-1.13": { Dropout: torch, DropoutWithMask: torchWithMask },
  "onnx-node": { Dropout: onnx },
};
