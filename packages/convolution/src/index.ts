export { Conv2d, conv2d, type Conv2dOptions } from "./conv2d.ts";
export { convolutionInputOperation, convolutionOperation, convolutionWeightOperation } from "./convolution.ts";
export type { ConvolutionGeometry, ConvolutionOptions } from "./geometry.ts";
