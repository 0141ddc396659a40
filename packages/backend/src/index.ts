export type { Backend, Capabilities, DeviceBuffer, Executable, MemoryReport, Step } from "./backend.ts";
export {
  bytesPerElement,
  createArray,
  dtypes,
  isFloat,
  type DType,
  type TypedArray,
  type TypedArrays,
} from "./dtype.ts";
export { NNError, type ErrorCode } from "./errors.ts";
export type {
  Binary,
  BinaryOperator,
  Cast,
  Compare,
  CompareOperator,
  Constant,
  Expression,
  FoldIndex,
  Folded,
  Index,
  Load,
  Scalar,
  Select,
  Unary,
  UnaryOperator,
} from "./expression.ts";
export type { Fold, FoldOperator, Kernel, KernelOutput, TensorType } from "./kernel.ts";
export { accelerate, type Accelerator, type OperationCall, type OperationToken } from "./operation.ts";
export {
  add,
  and,
  binary,
  cast,
  compare,
  constant,
  divide,
  equal,
  floorDivide,
  foldIndex,
  folded,
  greater,
  greaterEqual,
  index,
  less,
  lessEqual,
  load,
  maximum,
  minimum,
  modulo,
  multiply,
  notEqual,
  or,
  power,
  scalar,
  select,
  shiftLeft,
  shiftRight,
  subtract,
  unary,
  xor,
  type Operand,
} from "./build.ts";
export { evaluateBinary, evaluateCast, evaluateCompare, evaluateUnary, roundTo } from "./evaluate.ts";
export { children, rewrite, someExpression, visitExpressions, withChildren } from "./traverse.ts";
export { expressionKey, kernelKey } from "./key.ts";
export { domainOf, rangeOf, type Domain, type Range } from "./ranges.ts";
export { affineForms, joinedAxes, type JoinedAxes } from "./joinedAxes.ts";
export { Recent } from "./recent.ts";
export {
  addAffine,
  affine,
  coefficientOf,
  flatOffset,
  fromAffine,
  isLinear,
  type Affine,
  type AffineTerm,
} from "./affine.ts";
export { simplify, simplifyKernel } from "./simplify.ts";
export { contractionOf, dependsOn, splitLoop, type Contraction, type Loop } from "./contraction/axes.ts";
export { basisOf, decompose, vectorOf, volume, type Combination } from "./contraction/basis.ts";
export { loopsOf, overBasis } from "./contraction/overBasis.ts";
export { validateKernel } from "./validateKernel.ts";
export { differentiate } from "./differentiate.ts";
export { interpret } from "./interpreter/interpret.ts";
export { interpreter, type InterpreterOptions } from "./interpreter/interpreter.ts";
export { printExpression, type ExpressionNames } from "./print/printExpression.ts";
export { printKernel, type KernelNames } from "./print/printKernel.ts";
