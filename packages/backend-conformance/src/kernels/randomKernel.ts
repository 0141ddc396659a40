import type { DType, Fold, Kernel, TensorType, TypedArray } from "@nn/backend";
import { sizeOf } from "@nn/tensor";
import { KernelBuilder } from "./kernelBuilder.ts";
import { Random } from "./random.ts";

/** A kernel and data for it. */
export interface RandomKernel {
  readonly kernel: Kernel;
  readonly data: readonly TypedArray[];
  readonly scalars: readonly number[];
}

/** What a random kernel may use. */
export interface RandomKernelOptions {
  /** The types of inputs, outputs and everything between. Default: float32, int32, uint32 and bool. */
  readonly dtypes?: ReadonlySet<DType>;
  /** Default: no limit. */
  readonly maximumInputs?: number;
  /** Default: no limit. */
  readonly maximumOutputs?: number;
  /** Whether data may hold infinities and NaN. Default: true. */
  readonly nonFinite?: boolean;
}

/**
 * A kernel at random, whose results are exact, so that the order of operations does not show: small integers, few
 * multiplications, and what can be infinite or NaN only passes through.
 */
export function randomKernel(seed: number, options: RandomKernelOptions = {}): RandomKernel {
  const { dtypes = defaultTypes, maximumInputs = Infinity, maximumOutputs = Infinity, nonFinite = true } = options;
  const random = new Random(seed);
  for (;;) {
    const kernel = kernelOf(random, dtypes, Math.min(2, maximumOutputs));
    if (kernel.inputs.length > maximumInputs || workOf(kernel) > mostWork) continue;
    const data = kernel.inputs.map(({ dtype, shape }) => random.data(dtype, sizeOf(shape), nonFinite));
    return { kernel, data, scalars: kernel.scalars.map((dtype) => (dtype === "int32" ? 3 : 2.5)) };
  }
}

const defaultTypes: ReadonlySet<DType> = new Set<DType>(["float32", "int32", "uint32", "bool"]);

/** The most positions that a kernel visits, so that the interpreter, too, takes milliseconds. */
const mostWork = 100_000;

function workOf({ shape, folds }: Kernel): number {
  return sizeOf(shape) * folds.reduce((total, { extents }) => total + sizeOf(extents), 1);
}

function kernelOf(random: Random, dtypes: ReadonlySet<DType>, outputCount: number): Kernel {
  const shape = random.list(random.integer(0, 4), () => random.size());
  const float: DType = dtypes.has("float64") && random.chance(0.3) ? "float64" : "float32";
  const types: readonly DType[] = [float, float, "int32", "bool", "uint32"];
  const inputs: TensorType[] = [];
  const folds: Fold[] = [];
  const builder = new KernelBuilder({ random, shape, inputs, folds, float, dtypes });
  const foldCount = random.pick([0, 0, 1, 1, 2, 3]);
  for (let number = 0; number < foldCount; number++) folds.push(builder.fold());
  const outputs = random.list(random.integer(1, outputCount), () => {
    const value = builder.expression(random.pick(types.filter((dtype) => dtypes.has(dtype))), 3, []);
    return { dtype: value.dtype, value };
  });
  return { shape, inputs, scalars: builder.scalars, folds, outputs };
}
