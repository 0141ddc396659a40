import {
  celu,
  elu,
  gelu,
  glu,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyReLU,
  logSigmoid,
  mish,
  prelu,
  relu,
  relu6,
  rrelu,
  selu,
  shrink,
  sigmoid,
  silu,
  softplus,
  softshrink,
  softsign,
  swish,
  tanh,
  tanhshrink,
  threshold,
  thresholdedReLU,
} from "@nn/activations";
import { add, clamp, erf, generator, maximum, minimum, mul, sub, type Tensor } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import type { Adapter, Family } from "./adapter.ts";

/** A function of one tensor. */
function elementwise(input: string, output: string, compute: (x: Tensor) => Tensor): Adapter {
  return { run: (context) => ({ [output]: compute(context.input(input)) }) };
}

/** A function of one tensor with options. */
function torch(compute: (x: Tensor, attributes: Attributes) => Tensor): Adapter {
  return { run: ({ attributes, input }) => ({ output: compute(input("input"), attributes) }) };
}

function onnx(compute: (x: Tensor, attributes: Attributes) => Tensor): Adapter {
  return { run: ({ attributes, input }) => ({ Y: compute(input("X"), attributes) }) };
}

const approximation = (attributes: Attributes): "none" | "tanh" =>
  attributes.text("approximate", "none") === "tanh" ? "tanh" : "none";

/** PyTorch 1.13 computes the gradient, not the output, with 1/6 rounded to float32, in float64 too. */
const torchHardsigmoid: Adapter = {
  run: ({ input, target }) => {
    const x = input("input");
    if (target.precision === "float32") return { output: hardsigmoid(x) };
    const scaled = mul(x, Math.fround(1 / 6) * 6);
    return { output: hardsigmoid(add(scaled, sub(x.detach(), scaled.detach()))) };
  },
};

const torchSoftshrink: Adapter = {
  ...torch((x, attributes) => softshrink(x, { lambda: attributes.number("lambd", 0.5) })),
  leavesOut: ({ inputs: [input] }) =>
    input?.data.some(Number.isNaN) ? "PyTorch 1.13 gives 0 for NaN; softshrink lets NaN through" : undefined,
};

/** ONNX' SELU; with α and γ of its own it is an ELU, scaled. */
function onnxSelu(x: Tensor, attributes: Attributes): Tensor {
  if (!attributes.has("alpha") && !attributes.has("gamma")) return selu(x);
  const alpha = attributes.number("alpha", 1.6732632423543772);
  return mul(elu(x, { alpha }), attributes.number("gamma", 1.0507009873554805));
}

/** Before opset 7 a slope of rank 1 belongs to the channels; from then on it broadcasts. */
const onnxPrelu: Adapter = {
  run: ({ input, case: { opset } }) => ({
    Y: prelu(input("X"), input("slope"), { axis: opset < 7 ? 1 : -1 }),
  }),
};

/** ONNX gives the halves as two tensors. */
const onnxSwiglu: Adapter = {
  run: ({ attributes, input }) => ({
    y: mul(swish(input("a"), { beta: attributes.number("alpha", 1) }), input("b")),
  }),
};

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
    ReLU6: torch(relu6),
    LogSigmoid: torch(logSigmoid),
    Hardsigmoid: torchHardsigmoid,
    Hardswish: torch(hardswish),
    SiLU: torch(silu),
    Mish: torch(mish),
    Softsign: torch(softsign),
    Tanhshrink: torch(tanhshrink),
    SELU: torch(selu),
    LeakyReLU: torch((x, attributes) => leakyReLU(x, { negativeSlope: attributes.number("negative_slope", 0.01) })),
    RReLU: torch((x, attributes) =>
      rrelu(x, {
        lower: attributes.number("lower", 1 / 8),
        upper: attributes.number("upper", 1 / 3),
        training: attributes.flag("training", false),
        generator: generator(1),
      }),
    ),
    ELU: torch((x, attributes) => elu(x, { alpha: attributes.number("alpha", 1) })),
    CELU: torch((x, attributes) => celu(x, { alpha: attributes.number("alpha", 1) })),
    GELU: torch((x, attributes) => gelu(x, { approximate: approximation(attributes) })),
    Hardtanh: torch((x, attributes) =>
      hardtanh(x, { min: attributes.number("min_val", -1), max: attributes.number("max_val", 1) }),
    ),
    Softplus: torch((x, attributes) =>
      softplus(x, { beta: attributes.number("beta", 1), threshold: attributes.number("threshold", 20) }),
    ),
    Softshrink: torchSoftshrink,
    Hardshrink: torch((x, attributes) => hardshrink(x, { lambda: attributes.number("lambd", 0.5) })),
    Threshold: torch((x, attributes) =>
      threshold(x, { threshold: attributes.number("threshold", 0), value: attributes.number("value", 0) }),
    ),
    PReLU: { run: ({ input }) => ({ output: prelu(input("input"), input("weight")) }) },
    GLU: torch((x, attributes) => glu(x, { axis: attributes.number("dim", -1) })),
  },
  "onnx-node": {
    Relu: elementwise("X", "Y", relu),
    Sigmoid: elementwise("X", "Y", sigmoid),
    Tanh: elementwise("X", "Y", tanh),
    Erf: elementwise("X", "Y", erf),
    Clip: onnxClip,
    LeakyRelu: onnx((x, attributes) => leakyReLU(x, { negativeSlope: attributes.number("alpha", 0.01) })),
    PRelu: onnxPrelu,
    Elu: onnx((x, attributes) => elu(x, { alpha: attributes.number("alpha", 1) })),
    Selu: onnx(onnxSelu),
    Gelu: onnx((x, attributes) => gelu(x, { approximate: approximation(attributes) })),
    Swish: onnx((x, attributes) => swish(x, { beta: attributes.number("alpha", 1) })),
    SwiGLU: onnxSwiglu,
    ThresholdedRelu: onnx((x, attributes) => thresholdedReLU(x, { theta: attributes.number("alpha", 1) })),
    Shrink: onnx((x, attributes) =>
      shrink(x, { lambda: attributes.number("lambd", 0.5), bias: attributes.number("bias", 0) }),
    ),
    HardSigmoid: onnx((x, attributes) =>
      hardsigmoid(x, { slope: attributes.number("alpha", 0.2), offset: attributes.number("beta", 0.5) }),
    ),
    HardSwish: onnx(hardswish),
    Softplus: onnx((x) => softplus(x)),
    Softsign: onnx(softsign),
  },
  "wpt-webnn": {
    relu: elementwise("input", "output", relu),
    sigmoid: elementwise("input", "output", sigmoid),
    tanh: elementwise("input", "output", tanh),
    erf: elementwise("input", "output", erf),
    leakyRelu: torch((x, attributes) => leakyReLU(x, { negativeSlope: attributes.number("alpha", 0.01) })),
    prelu: { run: ({ input }) => ({ output: prelu(input("input"), input("slope"), { axis: -1 }) }) },
    elu: torch((x, attributes) => elu(x, { alpha: attributes.number("alpha", 1) })),
    gelu: torch((x) => gelu(x)),
    hardSigmoid: torch((x, attributes) =>
      hardsigmoid(x, { slope: attributes.number("alpha", 0.2), offset: attributes.number("beta", 0.5) }),
    ),
    hardSwish: torch(hardswish),
    softplus: torch((x) => softplus(x)),
    softsign: torch(softsign),
    clamp: webnnClamp,
    linear: webnnLinear,
  },
};
