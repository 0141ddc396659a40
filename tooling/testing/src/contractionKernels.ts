import {
  add,
  equal,
  floorDivide,
  foldIndex,
  folded,
  index,
  load,
  modulo,
  multiply,
  select,
  subtract,
  type Expression,
  type Kernel,
  type TensorType,
} from "@nn/backend";

/** A two-dimensional convolution, for tests and measurements. */
export interface ConvolutionShape {
  readonly batch: number;
  readonly channels: number;
  readonly outputs: number;
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

/** The kernel of a `dot` of two factors, whose sum is the output as it is. */
export function dotKernel(
  shape: readonly number[],
  extents: readonly number[],
  inputs: readonly TensorType[],
  left: Expression,
  right: Expression,
): Kernel {
  const body: Expression = { kind: "binary", dtype: "float32", operator: "multiply", left, right };
  return {
    shape,
    inputs,
    scalars: [],
    folds: [{ operator: "dot", extents, dtype: "float32", body }],
    outputs: [{ dtype: "float32", value: folded(0, "float32") }],
  };
}

/** A batched matrix product; either operand may be stored transposed. */
export function matmulKernel(
  [batch, rows, columns, depth]: readonly [number, number, number, number],
  transposedLeft = false,
  transposedRight = false,
): Kernel {
  const left = floats(...(transposedLeft ? [batch, depth, rows] : [batch, rows, depth]));
  const right = floats(...(transposedRight ? [batch, columns, depth] : [batch, depth, columns]));
  const [b, m, n, k] = [index(0), index(1), index(2), foldIndex(0)];
  return dotKernel(
    [batch, rows, columns],
    [depth],
    [left, right],
    load(0, left, transposedLeft ? [b, k, m] : [b, m, k]),
    load(1, right, transposedRight ? [b, n, k] : [b, k, n]),
  );
}

/** y[n, o, i, j] = Σ x[n, g·C + c, i·s - p + u·d, j·s - p + v·d] · w[o, c, u, v] for o in group g. */
export function convolutionKernel(shape: ConvolutionShape): Kernel {
  const { batch, channels, outputs, kernel, groups } = shape;
  const { x, w } = convolutionTypes(shape);
  const [n, o, c, u, v] = [index(0), index(1), foldIndex(0), foldIndex(1), foldIndex(2)];
  const size = outputSize(shape);
  return dotKernel(
    [batch, outputs, size, size],
    [channels / groups, kernel, kernel],
    [x, w],
    load(0, x, [n, inGroup(o, c, shape), sample(index(2), u, shape), sample(index(3), v, shape)], 0),
    load(1, w, [o, c, u, v]),
  );
}

/** The gradient of the weight: Σ over n, i, j of x · dy. Inputs are x and dy. */
export function weightGradientKernel(shape: ConvolutionShape): Kernel {
  const { batch, channels, outputs, kernel, groups } = shape;
  const { x, y } = convolutionTypes(shape);
  const [o, c, u, v] = [index(0), index(1), index(2), index(3)];
  const [n, i, j] = [foldIndex(0), foldIndex(1), foldIndex(2)];
  const size = outputSize(shape);
  return dotKernel(
    [outputs, channels / groups, kernel, kernel],
    [batch, size, size],
    [x, y],
    load(0, x, [n, inGroup(o, c, shape), sample(i, u, shape), sample(j, v, shape)], 0),
    load(1, y, [n, o, i, j]),
  );
}

/** The gradient of the input in gather form: Σ over o, u, v of dy · w. Inputs are dy and w. */
export function inputGradientKernel(shape: ConvolutionShape): Kernel {
  const { batch, channels, outputs, size, kernel, stride, padding, dilation, groups } = shape;
  const { y, w } = convolutionTypes(shape);
  const [n, c, o, u, v] = [index(0), index(1), foldIndex(0), foldIndex(1), foldIndex(2)];
  const perGroup = channels / groups;
  const output = add(multiply(floorDivide(c, perGroup), outputs / groups), o);
  const position = (at: Expression, tap: Expression): Expression => subtract(add(at, padding), multiply(tap, dilation));
  const rows = position(index(2), u);
  const columns = position(index(3), v);
  const gathered = load(0, y, [n, output, floorDivide(rows, stride), floorDivide(columns, stride)], 0);
  const onGrid = (at: Expression): Expression => equal(modulo(at, stride), 0);
  const left = stride === 1 ? gathered : select(onGrid(rows), select(onGrid(columns), gathered, 0), 0);
  const right = load(1, w, [output, modulo(c, perGroup), u, v]);
  return dotKernel([batch, channels, size, size], [outputs / groups, kernel, kernel], [y, w], left, right);
}

/** The number of rows, and of columns, of the output. */
export function outputSize({ size, kernel, stride, padding, dilation }: ConvolutionShape): number {
  return Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** A float32 tensor's type. */
export function floats(...shape: number[]): TensorType {
  return { dtype: "float32", shape };
}

function convolutionTypes(shape: ConvolutionShape): { x: TensorType; w: TensorType; y: TensorType } {
  const { batch, channels, outputs, size, kernel, groups } = shape;
  const out = outputSize(shape);
  return {
    x: floats(batch, channels, size, size),
    w: floats(outputs, channels / groups, kernel, kernel),
    y: floats(batch, outputs, out, out),
  };
}

function inGroup(output: Expression, channel: Expression, { channels, outputs, groups }: ConvolutionShape): Expression {
  return add(multiply(floorDivide(output, outputs / groups), channels / groups), channel);
}

function sample(at: Expression, tap: Expression, { stride, padding, dilation }: ConvolutionShape): Expression {
  return add(subtract(multiply(at, stride), padding), multiply(tap, dilation));
}
