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
  commonBackend,
  requireFloat,
  requireRank,
  type FormulaParts,
  type GradientContext,
  type Operation,
} from "./operation.ts";
export { elementwise, type ElementwiseFormula } from "./elementwise.ts";
export { boolOperands, floatOperands, numericOperands, operands, type TensorOrNumber } from "./operands.ts";
export { perAxis } from "./perAxis.ts";
export { samePadding, windowPadding, type AxisPadding, type WindowPadding } from "./windowPadding.ts";
export { broadcastShapes, formatShape, normalizeAxes, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
export { endStep, evaluate } from "./step.ts";
export { to } from "./to.ts";
export type { EngineOptions, EngineStatistics } from "./engine.ts";
export {
  configure,
  explain,
  statistics,
  type ExplainedKernel,
  type ExplainOptions,
  type Explanation,
} from "./explain.ts";
export { abs, absOperation } from "./operations/abs.ts";
export { add, addOperation } from "./operations/add.ts";
export { all, allOperation } from "./operations/all.ts";
export { any, anyOperation } from "./operations/any.ts";
export { argmax, argmaxOperation } from "./operations/argmax.ts";
export { argmin, argminOperation } from "./operations/argmin.ts";
export { atan, atanOperation } from "./operations/atan.ts";
export { cast, castOperation } from "./operations/cast.ts";
export { ceil, ceilOperation } from "./operations/ceil.ts";
export { chunk } from "./operations/chunk.ts";
export { clamp, clampOperation, type ClampOptions } from "./operations/clamp.ts";
export { concat, concatOperation } from "./operations/concat.ts";
export { contractOperation, type ContractOptions } from "./operations/contract.ts";
export { cos, cosOperation } from "./operations/cos.ts";
export { div, divOperation } from "./operations/div.ts";
export { eq, eqOperation } from "./operations/eq.ts";
export { erf, erfOperation } from "./operations/erf.ts";
export { exp, expOperation } from "./operations/exp.ts";
export { expand, expandOperation } from "./operations/expand.ts";
export { expm1, expm1Operation } from "./operations/expm1.ts";
export { flatten } from "./operations/flatten.ts";
export { flip, flipOperation } from "./operations/flip.ts";
export { floor, floorOperation } from "./operations/floor.ts";
export { floorDivide, floorDivideOperation } from "./operations/floorDivide.ts";
export { gather, gatherOperation } from "./operations/gather.ts";
export { gatherGradientOperation } from "./operations/gatherGradient.ts";
export { ge, geOperation } from "./operations/ge.ts";
export { gt, gtOperation } from "./operations/gt.ts";
export { indexSelect, indexSelectOperation } from "./operations/indexSelect.ts";
export { indexSelectGradientOperation } from "./operations/indexSelectGradient.ts";
export { isfinite, isfiniteOperation } from "./operations/isfinite.ts";
export { isnan, isnanOperation } from "./operations/isnan.ts";
export { le, leOperation } from "./operations/le.ts";
export { log, logOperation } from "./operations/log.ts";
export { log1p, log1pOperation } from "./operations/log1p.ts";
export { logSoftmax, logSoftmaxOperation } from "./operations/logSoftmax.ts";
export { logSumExp, logSumExpOperation } from "./operations/logSumExp.ts";
export { logicalAnd, logicalAndOperation } from "./operations/logicalAnd.ts";
export { logicalNot, logicalNotOperation } from "./operations/logicalNot.ts";
export { logicalOr, logicalOrOperation } from "./operations/logicalOr.ts";
export { logicalXor, logicalXorOperation } from "./operations/logicalXor.ts";
export { lt, ltOperation } from "./operations/lt.ts";
export { matmul } from "./operations/matmul.ts";
export { max, maxOperation } from "./operations/max.ts";
export { maximum, maximumOperation } from "./operations/maximum.ts";
export { mean, meanOperation } from "./operations/mean.ts";
export { min, minOperation } from "./operations/min.ts";
export { minimum, minimumOperation } from "./operations/minimum.ts";
export { inverseDeviation, momentsOperation, type MomentsCall } from "./operations/moments.ts";
export { mul, mulOperation } from "./operations/mul.ts";
export { ne, neOperation } from "./operations/ne.ts";
export { neg, negOperation } from "./operations/neg.ts";
export { oneHot, oneHotOperation, type OneHotOptions } from "./operations/oneHot.ts";
export { pad, type Padding, padOperation, type PadOptions } from "./operations/pad.ts";
export { permute, permuteOperation } from "./operations/permute.ts";
export { pow, powOperation } from "./operations/pow.ts";
export { prod, prodOperation } from "./operations/prod.ts";
export { reciprocal, reciprocalOperation } from "./operations/reciprocal.ts";
export type { NormalReduction, PositionReductionOptions, ReductionOptions } from "./operations/reduction.ts";
export { remainder, remainderOperation } from "./operations/remainder.ts";
export { reshape, reshapeOperation } from "./operations/reshape.ts";
export { roll, rollOperation } from "./operations/roll.ts";
export { round, roundOperation } from "./operations/round.ts";
export { rsqrt, rsqrtOperation } from "./operations/rsqrt.ts";
export { sigmoid, sigmoidOperation } from "./operations/sigmoid.ts";
export { sign, signOperation } from "./operations/sign.ts";
export { sin, sinOperation } from "./operations/sin.ts";
export { slice, sliceOperation, type SliceRange } from "./operations/slice.ts";
export { softmax, softmaxOperation, type SoftmaxOptions } from "./operations/softmax.ts";
export { split } from "./operations/split.ts";
export { sqrt, sqrtOperation } from "./operations/sqrt.ts";
export { square, squareOperation } from "./operations/square.ts";
export { squeeze } from "./operations/squeeze.ts";
export { stack } from "./operations/stack.ts";
export { std } from "./operations/std.ts";
export { sub, subOperation } from "./operations/sub.ts";
export { restoreAxes, sum, sumOperation } from "./operations/sum.ts";
export { sumTo } from "./operations/sumTo.ts";
export { tan, tanOperation } from "./operations/tan.ts";
export { tanh, tanhOperation } from "./operations/tanh.ts";
export { transpose } from "./operations/transpose.ts";
export { tril, trilOperation } from "./operations/tril.ts";
export { triu, triuOperation } from "./operations/triu.ts";
export { trunc, truncOperation } from "./operations/trunc.ts";
export { type NormalSlice, unsliceOperation } from "./operations/unslice.ts";
export { unsqueeze } from "./operations/unsqueeze.ts";
export { variance, varianceOperation, type VarianceOptions } from "./operations/variance.ts";
export { where, whereOperation } from "./operations/where.ts";
export { bernoulli, bernoulliOperation, type BernoulliOptions } from "./random/bernoulli.ts";
export { Generator, generator, type GeneratorState, type RandomKey } from "./random/generator.ts";
export { normal, normalOperation, type NormalOptions } from "./random/normal.ts";
export { permutation } from "./random/permutation.ts";
export { randint, randintOperation, type RandintOptions } from "./random/randint.ts";
export { randomBits, randomBitsOnHost, randomPosition, randomUnit } from "./random/randomBits.ts";
export type { RandomOptions } from "./random/randomTensor.ts";
export { uniform, uniformOperation, type UniformOptions } from "./random/uniform.ts";
