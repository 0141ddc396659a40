import type { DeviceBuffer, DType, Expression, Fold, OperationCall, TensorType, TypedArray } from "@nn/backend";

/**
 * What an operation computes for given input types: a kernel whose loads name the operation's inputs by position.
 * One formula object stands for one structure; `id` is what plans are keyed by.
 */
export interface Formula {
  readonly id: number;
  readonly shape: readonly number[];
  readonly inputs: readonly TensorType[];
  readonly folds: readonly Fold[];
  readonly outputs: readonly { readonly dtype: DType; readonly value: Expression }[];
  readonly call: OperationCall;
}

/** Where a call's input comes from: a stored value, or an output of an earlier call. */
export type Reference =
  | { readonly kind: "leaf"; readonly leaf: number }
  | { readonly kind: "call"; readonly call: number; readonly output: number };

/** One use of a formula in the lazy graph. */
export interface Call {
  readonly formula: Formula;
  readonly inputs: readonly Value[];
  readonly outputs: Value[];
  /** The longest chain of calls from this back to what is stored or a step's result; bounds the unread graph. */
  depth: number;
}

/**
 * A node of the lazy graph: something that is, or can be, an array of numbers.
 *
 * It is in one of three states: computed by `call` when somebody asks; held in `buffer` on the device; or held in
 * `host` memory and uploaded where a kernel needs it. A value never changes its numbers.
 */
export interface Value {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly length: number;
  call: Call | undefined;
  readonly output: number;
  buffer: DeviceBuffer | undefined;
  host: TypedArray | undefined;
  /** Why the numbers are gone, for the error of whoever asks for them. */
  released: string | undefined;
  /** How many variables hold it now; such a value stays on the device. */
  holders: number;
  /** The number of the graph that was traced last with it, and what it was there; see `traceGraph`. */
  graph: number;
  reference: Reference | undefined;
}

/** A value that holds `host` numbers; the array is not copied. */
export function hostValue(dtype: DType, shape: readonly number[], host: TypedArray): Value {
  return {
    dtype,
    shape,
    length: host.length,
    call: undefined,
    output: 0,
    buffer: undefined,
    host,
    released: undefined,
    holders: 0,
    graph: -1,
    reference: undefined,
  };
}

/** The values that `formula` gives for `inputs`. */
export function callFormula(formula: Formula, inputs: readonly Value[]): Call {
  const depth = 1 + Math.max(0, ...inputs.map((input) => (isStored(input) ? 0 : (input.call?.depth ?? 0))));
  const call: Call = { formula, inputs, outputs: [], depth };
  const length = formula.shape.reduce((product, size) => product * size, 1);
  formula.outputs.forEach(({ dtype }, output) => {
    call.outputs.push({
      dtype,
      shape: formula.shape,
      length,
      call,
      output,
      buffer: undefined,
      host: undefined,
      released: undefined,
      holders: 0,
      graph: -1,
      reference: undefined,
    });
  });
  return call;
}

/** Whether the numbers exist, so that nothing has to be computed to read them. */
export function isStored(value: Value): boolean {
  return value.buffer !== undefined || value.host !== undefined;
}
