import { logSoftmax, softmax as normalized } from "@nn/activations";
import { argmax, neg, oneHot, reshape, transpose, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

type Along = (x: Tensor, axis: number) => Tensor;

function torch(compute: Along): Adapter {
  return { run: ({ attributes, input }) => ({ output: compute(input("input"), attributes.number("dim", -1)) }) };
}

/** Before opset 13 the tensor is a matrix, whose rows end at the axis. */
function onnx(compute: Along): Adapter {
  return {
    run: ({ attributes, input, case: { opset } }) => {
      const x = input("input");
      if (opset >= 13) return { output: compute(x, attributes.number("axis", -1)) };
      const axis = attributes.number("axis", 1);
      const rows = x.shape.slice(0, axis).reduce((product, size) => product * size, 1);
      return { output: reshape(compute(reshape(x, [rows, -1]), 1), x.shape) };
    },
  };
}

const webnn: Adapter = {
  run: ({ attributes, input }) => ({ output: normalized(input("input"), { axis: attributes.number("axis", 1) }) }),
};

const soft: Along = (x, axis) => normalized(x, { axis });
const logarithm: Along = (x, axis) => logSoftmax(x, { axis });
/** 1 for the first maximum and else 0. */
const hard: Along = (x, axis) => {
  const last = transpose(x, axis, -1);
  const winners = oneHot(argmax(last, { axis: -1 }), last.shape.at(-1)!, { dtype: x.dtype });
  return transpose(winners, axis, -1);
};

export const softmax: Family = {
  "torch-1.13": {
    Softmax: torch(soft),
    LogSoftmax: torch(logarithm),
    Softmin: torch((x, axis) => soft(neg(x), axis)),
  },
  "onnx-node": { Softmax: onnx(soft), LogSoftmax: onnx(logarithm), Hardmax: onnx(hard) },
  "wpt-webnn": { softmax: webnn },
};
