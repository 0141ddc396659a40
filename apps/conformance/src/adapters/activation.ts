import { relu, sigmoid, tanh } from "@nn/activations";
import { add, clamp, erf, maximum, minimum, mul, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

/** A function of one tensor. */
function elementwise(input: string, output: string, compute: (x: Tensor) => Tensor): Adapter {
  return { run: (context) => ({ [output]: compute(context.input(input)) }) };
}

const onnxClip: Adapter = {
  run: ({ input, number }) => {
    const [low, high] = [number("min", -Infinity), number("max", Infinity)];
    return { output: limit(input("input"), low, high) };
  },
};

const webnnClamp: Adapter = {
  run: ({ attributes, input }) => {
    const x = input("input");
    const [lowest, highest] = x.dtype === "uint32" ? [0, 2 ** 32 - 1] : [-Infinity, Infinity];
    return { output: limit(x, attributes.number("minValue", lowest), attributes.number("maxValue", highest)) };
  },
};

/** ONNX gives the upper limit where it lies below the lower one; `clamp` refuses such limits. */
function limit(x: Tensor, min: number, max: number): Tensor {
  return min <= max ? clamp(x, { min, max }) : minimum(maximum(x, min), max);
}

const webnnLinear: Adapter = {
  run: ({ attributes, input }) => ({
    output: add(mul(input("input"), attributes.number("alpha", 1)), attributes.number("beta", 0)),
  }),
};

export const activation: Family = {
  "torch-1.13": {
    ReLU: elementwise("input", "output", relu),
    Sigmoid: elementwise("input", "output", sigmoid),
    Tanh: elementwise("input", "output", tanh),
  },
  "onnx-node": {
    Relu: elementwise("X", "Y", relu),
    Sigmoid: elementwise("X", "Y", sigmoid),
    Tanh: elementwise("X", "Y", tanh),
    Erf: elementwise("X", "Y", erf),
    Clip: onnxClip,
  },
  "wpt-webnn": {
    relu: elementwise("input", "output", relu),
    sigmoid: elementwise("input", "output", sigmoid),
    tanh: elementwise("input", "output", tanh),
    erf: elementwise("input", "output", erf),
    clamp: webnnClamp,
    linear: webnnLinear,
  },
};
