import { add, constant, divide, folded, foldIndex, index, load, modulo, subtract, unary, type Expression, type Kernel, type TensorType } from "@nn/backend"; // prettier-ignore

/** The two kernels of a softmax of a matrix, for tests. */
export interface RowKernels {
  readonly statistics: Kernel;
  readonly apply: Kernel;
  /** As `apply`, with the results of the next row. */
  readonly shifted: Kernel;
}

/** @param unit the axis that is not folded */
export function rowKernels(shape: readonly [number, number], unit: 0 | 1 = 0): RowKernels {
  const x: TensorType = { dtype: "float32", shape };
  const results: TensorType = { dtype: "float32", shape: [shape[unit]] };
  const along = unit === 0 ? [index(0), foldIndex(0)] : [foldIndex(0), index(0)];
  const extents = [shape[1 - unit]!];
  const exponential = (value: Expression, maximum: Expression): Expression => unary("exp", subtract(value, maximum));
  const [maximum, total] = [folded(0, "float32"), folded(1, "float32")];
  const applied = (at: Expression): Kernel => ({
    shape,
    inputs: [x, results, results],
    scalars: [],
    folds: [],
    outputs: [
      {
        dtype: "float32",
        value: divide(exponential(load(0, x, [index(0), index(1)]), load(1, results, [at])), load(2, results, [at])),
      },
    ],
  });
  return {
    statistics: {
      shape: [shape[unit]],
      inputs: [x],
      scalars: [],
      folds: [
        { operator: "max", extents, dtype: "float32", body: load(0, x, along) },
        { operator: "sum", extents, dtype: "float32", body: exponential(load(0, x, along), maximum) },
      ],
      outputs: [maximum, total].map((value) => ({ dtype: "float32", value })),
    },
    apply: applied(index(unit)),
    shifted: applied(modulo(add(index(unit), constant(1, "int32")), shape[unit])),
  };
}
