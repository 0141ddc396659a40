export { backend, backendName, relaxedSimd, type BackendName } from "./backend.ts";
export {
  checkGradient,
  checkSecondGradient,
  type GradientInput,
  type GradientOptions,
  type TensorFunction,
} from "./checkGradient.ts";
export {
  convolutionKernel,
  dotKernel,
  floats,
  inputGradientKernel,
  matmulKernel,
  outputSize,
  weightGradientKernel,
  type ConvolutionShape,
} from "./contractionKernels.ts";
export { expectClose, type Tolerance } from "./expectClose.ts";
export {
  expectCounts,
  expectDistribution,
  expectMoments,
  expectNoLag,
  expectUncorrelated,
  type Moments,
} from "./statistics.ts";
