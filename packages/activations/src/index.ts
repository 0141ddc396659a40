export {
  logSoftmax,
  logSoftmaxOperation,
  sigmoid,
  sigmoidOperation,
  softmax,
  softmaxOperation,
  tanh,
  tanhOperation,
  type SoftmaxOptions,
} from "@nn/tensor";
export { CELU, celu, celuOperation, type CELUOptions } from "./celu.ts";
export { ELU, elu, eluOperation, type ELUOptions } from "./elu.ts";
export { type GatedUnitOptions } from "./gatedUnit.ts";
export { GEGLU, geglu, gegluOperation } from "./geglu.ts";
export { GELU, gelu, geluOperation, geluTanhOperation, type GELUOptions } from "./gelu.ts";
export { GLU, glu, gluOperation } from "./glu.ts";
export { Hardmax, hardmax, type AxisOptions } from "./hardmax.ts";
export { Hardshrink, hardshrink, type HardshrinkOptions } from "./hardshrink.ts";
export { Hardsigmoid, hardsigmoid, hardsigmoidOperation, type HardsigmoidOptions } from "./hardsigmoid.ts";
export { Hardswish, hardswish, hardswishOperation } from "./hardswish.ts";
export { Hardtanh, hardtanh, hardtanhOperation, type HardtanhOptions } from "./hardtanh.ts";
export { LeakyReLU, leakyReLU, leakyReLUOperation, type LeakyReLUOptions } from "./leakyReLU.ts";
export { LogSigmoid, logSigmoid, logSigmoidOperation } from "./logSigmoid.ts";
export { LogSoftmax } from "./logSoftmax.ts";
export { Maxout, maxout, type MaxoutOptions } from "./maxout.ts";
export { Mish, mish, mishOperation } from "./mish.ts";
export { PReLU, prelu, preluOperation, type PReLUOptions, type PReLUModuleOptions } from "./prelu.ts";
export { ReGLU, reglu, regluOperation } from "./reglu.ts";
export { ReLU, relu, reluOperation } from "./relu.ts";
export { ReLU6, relu6, relu6Operation } from "./relu6.ts";
export { RReLU, rrelu, type RReLUSlopes, type RReLUOptions, type RReLUModuleOptions } from "./rrelu.ts";
export { SELU, selu, seluOperation } from "./selu.ts";
export { Shrink, shrink, shrinkOperation, type ShrinkOptions } from "./shrink.ts";
export { Sigmoid } from "./sigmoid.ts";
export { SiLU, silu } from "./silu.ts";
export { Softmax } from "./softmax.ts";
export { Softmax2d, softmax2d } from "./softmax2d.ts";
export { Softmin, softmin } from "./softmin.ts";
export { Softplus, softplus, softplusOperation, type SoftplusOptions } from "./softplus.ts";
export { Softshrink, softshrink, type SoftshrinkOptions } from "./softshrink.ts";
export { Softsign, softsign, softsignOperation } from "./softsign.ts";
export { Sparsemax, sparsemax } from "./sparsemax.ts";
export { Squareplus, squareplus, squareplusOperation, type SquareplusOptions } from "./squareplus.ts";
export { SwiGLU, swiglu, swigluOperation, type SwiGLUOptions } from "./swiglu.ts";
export { Swish, swish, swishOperation, type SwishOptions } from "./swish.ts";
export { Tanh } from "./tanh.ts";
export { Tanhshrink, tanhshrink, tanhshrinkOperation } from "./tanhshrink.ts";
export { Threshold, threshold, thresholdOperation, type ThresholdOptions } from "./threshold.ts";
export { ThresholdedReLU, thresholdedReLU, type ThresholdedReLUOptions } from "./thresholdedReLU.ts";
