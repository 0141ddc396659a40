import {
  add,
  cast,
  constant,
  createArray,
  index,
  isFloat,
  multiply,
  NNError,
  type Backend,
  type DType,
  type TypedArray,
} from "@nn/backend";
import { applySingle, checkDType, type Operation } from "./operation.ts";
import { checkShape, formatShape, sizeOf } from "./shape.ts";
import { Tensor, type NestedArray } from "./tensor.ts";
import { hostValue } from "./value.ts";

/** Where a new tensor lives and what it holds. */
export interface CreateOptions {
  /** The backend that computes with it. */
  readonly backend: Backend;
  /** Element type. Default: float32. */
  readonly dtype?: DType;
  /** Whether gradients flow to it. Default: false. */
  readonly requiresGradient?: boolean;
}

/** Options of {@link tensor}. */
export interface TensorOptions extends CreateOptions {
  /** The shape. Default: that of the nested arrays; of a typed array, its length. */
  readonly shape?: readonly number[];
}

/**
 * A tensor with the given numbers, which are copied.
 *
 * A typed array gives its own type as the default dtype (bytes give bool); nested arrays and numbers give float32, and
 * booleans bool. Scalars made here are handed to kernels as numbers: a changing learning rate compiles nothing.
 *
 * @throws NNError `shape` if nested arrays are ragged or the count does not fit `shape`
 * @throws NNError `dtype` if the backend does not hold the type
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * x.shape; // 2, 3
 * ```
 */
export function tensor(data: TypedArray | NestedBooleans | NestedArray, options: TensorOptions): Tensor {
  const flat: (number | boolean)[] = [];
  const natural = ArrayBuffer.isView(data) ? [data.length] : shapeOf(data, flat);
  const shape = options.shape ?? natural;
  checkShape("tensor", shape);
  const numbers = ArrayBuffer.isView(data) ? data : flat;
  if (sizeOf(shape) !== numbers.length) {
    throw new NNError(
      "shape",
      `tensor: expected ${sizeOf(shape)} numbers for shape ${formatShape(shape)}, got ${numbers.length}`,
    );
  }
  const dtype = options.dtype ?? (ArrayBuffer.isView(data) ? dtypeOf(data) : flat.some(isBoolean) ? "bool" : "float32");
  checkDType("tensor", dtype, options.backend);
  const host = createArray(dtype, numbers.length);
  if (ArrayBuffer.isView(data)) host.set(dtype === "bool" ? Uint8Array.from(data, (x) => Number(x !== 0)) : data);
  else flat.forEach((x, position) => (host[position] = dtype === "bool" ? Number(Boolean(x)) : Number(x)));
  return asLeaf("tensor", new Tensor(options.backend, hostValue(dtype, [...shape], host)), options);
}

/** Arrays of booleans within arrays. */
export type NestedBooleans = boolean | readonly NestedBooleans[];

/**
 * A tensor of one number that kernels take as an argument.
 *
 * @example
 * ```ts
 * const rate = scalarTensor(0.5, "float32", backend);
 * await mul(rate, tensor([2, 4], { backend })).data(); // 1, 2
 * ```
 */
export function scalarTensor(value: number, dtype: DType, backend: Backend): Tensor {
  const host = createArray(dtype, 1);
  host[0] = value;
  return new Tensor(backend, hostValue(dtype, [], host));
}

const fullOperation: Operation<{ shape: readonly number[]; value: number; dtype: DType }> = {
  name: "full",
  formula: (_inputs, { shape, value, dtype }) => ({ shape, outputs: [constant(value, dtype)] }),
};

/**
 * A tensor of `shape` with every element `value`.
 *
 * @throws NNError `shape` unless the shape is made of integers of at least 0
 * @throws NNError `dtype` if the backend lacks the type
 *
 * @example
 * ```ts
 * await full([2], 7, { backend }).data(); // 7, 7
 * ```
 */
export function full(shape: readonly number[], value: number, options: CreateOptions): Tensor {
  checkShape("full", shape);
  const { backend, dtype = "float32" } = options;
  return asLeaf("full", applySingle(fullOperation, [], { shape, value, dtype }, backend), options);
}

/**
 * A tensor of `shape` filled with 0.
 *
 * @example
 * ```ts
 * await zeros([2], { backend }).data(); // 0, 0
 * ```
 */
export function zeros(shape: readonly number[], options: CreateOptions): Tensor {
  return full(shape, 0, options);
}

/**
 * A tensor of `shape` filled with 1.
 *
 * @example
 * ```ts
 * await ones([2], { backend }).data(); // 1, 1
 * ```
 */
export function ones(shape: readonly number[], options: CreateOptions): Tensor {
  return full(shape, 1, options);
}

/**
 * Zeros of the shape, type and backend of `like`.
 *
 * @example
 * ```ts
 * const x = tensor([3, 4], { backend });
 * await zerosLike(x).data(); // 0, 0
 * ```
 */
export function zerosLike(like: Tensor): Tensor {
  return full(like.shape, 0, { backend: like.backend, dtype: like.dtype });
}

/**
 * Ones of the shape, type and backend of `like`.
 *
 * @example
 * ```ts
 * const x = tensor([3, 4], { backend });
 * await onesLike(x).data(); // 1, 1
 * ```
 */
export function onesLike(like: Tensor): Tensor {
  return full(like.shape, 1, { backend: like.backend, dtype: like.dtype });
}

/** Options of {@link arange}. */
export interface ArangeOptions extends CreateOptions {
  /** The first number. Default: 0. */
  readonly start?: number;
  /** The distance between numbers; may be negative. Default: 1. */
  readonly step?: number;
}

const arangeOperation: Operation<{ length: number; start: number; step: number; dtype: DType }> = {
  name: "arange",
  formula: (_inputs, { length, start, step, dtype }) => ({
    shape: [length],
    outputs: [add(multiply(cast(index(0), dtype), step), start)],
  }),
};

/**
 * The numbers `start`, `start + step`, … before `stop`, of shape [⌈(stop − start) / step⌉].
 *
 * @throws NNError `option` if `step` is 0 or leads away from `stop`
 *
 * @example
 * ```ts
 * await arange(4, { backend }).data(); // 0, 1, 2, 3
 * ```
 */
export function arange(stop: number, options: ArangeOptions): Tensor {
  const { backend, dtype = "float32", start = 0, step = 1 } = options;
  const length = Math.ceil((stop - start) / step);
  if (!Number.isFinite(length) || length < 0) {
    throw new NNError("option", `arange: expected a step that leads from ${start} to ${stop}, got ${step}`);
  }
  return asLeaf("arange", applySingle(arangeOperation, [], { length, start, step, dtype }, backend), options);
}

/**
 * @internal A new tensor, as one that gradients flow to if the options say so.
 *
 * @throws NNError `dtype` if they do and its numbers are no floats
 */
export function asLeaf(operation: string, made: Tensor, { requiresGradient = false }: Partial<CreateOptions>): Tensor {
  if (!requiresGradient) return made;
  if (isFloat(made.dtype)) return new Tensor(made.backend, made.value, true);
  throw new NNError("dtype", `${operation}: expected floats where requiresGradient is true, got ${made.dtype}`);
}

function isBoolean(value: number | boolean): boolean {
  return typeof value === "boolean";
}

function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  return data instanceof Uint32Array ? "uint32" : "bool";
}

/** The shape of nested arrays, whose numbers are appended to `flat`. */
function shapeOf(data: NestedArray | NestedBooleans, flat: (number | boolean)[]): number[] {
  if (typeof data === "number" || typeof data === "boolean") {
    flat.push(data);
    return [];
  }
  const parts = data.map((part) => shapeOf(part, flat));
  const [first = []] = parts;
  const other = parts.find((part) => part.join() !== first.join());
  if (other) {
    throw new NNError(
      "shape",
      `tensor: expected nested arrays of equal shape, got ${formatShape(first)} beside ${formatShape(other)}`,
    );
  }
  return [data.length, ...first];
}
