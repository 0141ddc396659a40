export { Tensor, type NestedArray } from "./tensor.ts";
export { Variable } from "./variable.ts";
export {
  arange,
  full,
  ones,
  onesLike,
  scalarTensor,
  tensor,
  zeros,
  zerosLike,
  type ArangeOptions,
  type CreateOptions,
  type NestedBooleans,
  type TensorOptions,
} from "./create.ts";
export { backward, grad } from "./gradient.ts";
export { noGrad } from "./history.ts";
export {
  apply,
  applySingle,
  broadcastLoads,
  requireFloat,
  requireRank,
  type FormulaParts,
  type GradientContext,
  type Operation,
} from "./operation.ts";
export { elementwise, type ElementwiseFormula } from "./elementwise.ts";
export { operands, type TensorOrNumber } from "./operands.ts";
export { broadcastShapes, formatShape, normalizeAxes, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
export { endStep, evaluate } from "./step.ts";
export type { EngineOptions, EngineStatistics } from "./engine.ts";
export { configure, explain, statistics, type ExplainedKernel, type ExplainOptions, type Explanation } from "./explain.ts";
export { add, addOperation } from "./operations/add.ts";
export { expand, expandOperation } from "./operations/expand.ts";
export type { ReductionOptions } from "./operations/reduction.ts";
export { reshape, reshapeOperation } from "./operations/reshape.ts";
export { sum, sumOperation } from "./operations/sum.ts";
export { sumTo } from "./operations/sumTo.ts";
