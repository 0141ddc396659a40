import { hardmax, logSoftmax, softmax as normalized, softmin } from "@nn/activations";
import { reshape, type Tensor } from "@nn/tensor";
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
export const softmax: Family = {
  "torch-1.13": {
    Softmax: torch(soft),
    LogSoftmax: torch(logarithm),
    Softmin: torch((x, axis) => softmin(x, { axis })),
  },
  "onnx-node": { Softmax: onnx(soft), LogSoftmax: onnx(logarithm), Hardmax: onnx((x, axis) => hardmax(x, { axis })) },
  "wpt-webnn": { softmax: webnn },
};
