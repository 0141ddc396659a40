import {
  constant,
  index,
  isFloat,
  load,
  NNError,
  type Backend,
  type DType,
  type Expression,
  type Fold,
  type OperationToken,
  type TensorType,
} from "@nn/backend";
import { engineOf } from "./engine.ts";
import { formulaFor } from "./formulas.ts";
import { isRecording, type History } from "./history.ts";
import { broadcastShapes, formatShape } from "./shape.ts";
import { outputTensors, Tensor } from "./tensor.ts";
import { callFormula } from "./value.ts";

/** What an operation computes: the loops, folds and results of one kernel. Its loads name inputs by position. */
export interface FormulaParts {
  /** The shape of every output. */
  readonly shape: readonly number[];
  readonly folds?: readonly Fold[];
  readonly outputs: readonly Expression[];
}

/**
 * An operation: a formula and its gradient. It is a constant beside the function that users call, and it is what
 * accelerators refer to. `Options` must be plain data, since formulas are remembered by it.
 */
export interface Operation<Options> extends OperationToken<Options> {
  /** The formula for inputs of these types. Called once for each combination of types and options. */
  formula(inputs: readonly TensorType[], options: Options): FormulaParts;
  /** Gradients of the inputs, made of operations. Without it the operation has none. */
  gradient?(context: GradientContext<Options>): readonly (Tensor | undefined)[];
}

/** What a gradient may use. */
export interface GradientContext<Options> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** The gradient of the result with respect to each output; absent where it is zero. */
  readonly upstream: readonly (Tensor | undefined)[];
  readonly options: Options;
}

/**
 * Applies an operation, lazily.
 *
 * @param backend where it runs; needed only where there are no inputs to tell
 * @returns one tensor for each output of the formula
 * @throws NNError `backend` if the inputs are on different backends
 */
export function apply<Options>(
  operation: Operation<Options>,
  inputs: readonly Tensor[],
  options: Options,
  backend: Backend = commonBackend(operation.name, inputs),
): Tensor[] {
  const formula = formulaFor(operation, inputs, options);
  formula.outputs.forEach(({ dtype }) => checkDType(operation.name, dtype, backend));
  const call = callFormula(
    formula,
    inputs.map((input) => input.value),
  );
  engineOf(backend).made(call);
  const differentiable = operation.gradient && formula.outputs.some(({ dtype }) => isFloat(dtype));
  const records = differentiable && isRecording() && inputs.some((input) => input.requiresGradient);
  if (!records) return outputTensors(backend, call, undefined);
  const moments = inputs.map(momentOf);
  const history: History = {
    operation,
    inputs: moments,
    outputs: [],
    gradient: (upstream) => operation.gradient!({ inputs: moments, outputs: history.outputs, upstream, options }),
  };
  history.outputs = outputTensors(backend, call, history);
  return [...history.outputs];
}

/** Applies an operation that has one output. */
export function applySingle<Options>(
  operation: Operation<Options>,
  inputs: readonly Tensor[],
  options: Options,
  backend?: Backend,
): Tensor {
  return apply(operation, inputs, options, backend)[0]!;
}

/** @throws NNError `dtype` if the backend cannot hold `dtype` */
export function checkDType(operation: string, dtype: DType, backend: Backend): void {
  if (backend.capabilities.dtypes.has(dtype)) return;
  const known = [...backend.capabilities.dtypes].join(", ");
  throw new NNError("dtype", `${operation}: backend "${backend.name}" does not support ${dtype}; it supports ${known}`);
}

/** A tensor as it is now: a variable may be assigned later, and gradients need the value that was used. */
function momentOf(input: Tensor): Tensor {
  return input.history
    ? input
    : new Tensor(input.backend, input.value, input.requiresGradient, undefined, input.identity);
}

/**
 * The backend of tensors that meet in an operation.
 *
 * @throws NNError `backend` if they are on different ones
 */
export function commonBackend(operation: string, inputs: readonly Tensor[]): Backend {
  const backend = inputs[0]!.backend;
  const other = inputs.find((input) => input.backend !== backend);
  if (!other) return backend;
  throw new NNError(
    "backend",
    `${operation}: expected tensors of one backend, got ${backend.name} and ${other.backend.name}` +
      (backend.name === other.backend.name ? " (two instances)" : "") +
      "; move one with to(tensor, backend)",
  );
}

/** Loads of broadcast operands at the position of the result, as expressions. */
export function broadcastLoads(inputs: readonly TensorType[], shape: readonly number[]): Expression[] {
  return inputs.map((type, input) => {
    const skipped = shape.length - type.shape.length;
    const coordinates = type.shape.map((size, axis) => (size === 1 ? constant(0, "int32") : index(axis + skipped)));
    return load(input, type, coordinates);
  });
}

/** The shape that operands of an elementwise operation broadcast to, after a check that their types agree. */
export function elementwiseShape(name: string, inputs: readonly TensorType[]): readonly number[] {
  return broadcastShapes(
    name,
    inputs.map(({ shape }) => shape),
  );
}

/** @throws NNError `dtype` unless the tensor holds floats */
export function requireFloat(operation: string, input: Tensor): void {
  if (isFloat(input.dtype)) return;
  throw new NNError("dtype", `${operation}: expected float32 or float64, got ${input.dtype}; convert with cast`);
}

/** @throws NNError `shape` unless the tensor has `rank` axes; `axes` names them */
export function requireRank(operation: string, input: Tensor, axes: readonly string[]): void {
  if (input.rank === axes.length) return;
  const expected = `rank ${axes.length} [${axes.join(", ")}]`;
  throw new NNError("shape", `${operation}: expected input of ${expected}, got ${formatShape(input.shape)}`);
}
