import {
  affine,
  coefficientOf,
  flatOffset,
  index,
  add,
  isLinear,
  loopsOf,
  overBasis,
  rangeOf,
  type Affine,
  type Combination,
  type Contraction,
  type Expression,
  type Kernel,
  type Load,
  type Range,
} from "@nn/backend";
import { enumerate, multiples } from "../contraction/enumerate.ts";
import type { Roles, Spatial } from "./roles.ts";

/**
 * Where the images lie: at element `base + batch[n] + c · channelStep + r · rowStep + column`. Rows and columns are
 * counted as the results need them: those of result (i, j) are i to i + 2 and j to j + 2. Outside of `rows` and
 * `columns` there are zeros, which are not in memory.
 */
export interface ImageSource {
  /** The number of an input, or the kernel that computes the images into scratch first. */
  readonly source: number | Kernel;
  readonly base: number;
  readonly batch: Int32Array;
  readonly channelStep: number;
  readonly rowStep: number;
  readonly rows: Range;
  readonly columns: Range;
}

/** Where the weights lie: at element `base + o · outputStep + c · channelStep + u · rowStep + v · columnStep`. */
export interface WeightSource {
  readonly source: number | Kernel;
  readonly base: number;
  readonly outputStep: number;
  readonly channelStep: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Columns further left of an image than this, or right of it, are not addressed. */
const furthestColumn = 4096;

/** The images, in place where they are an input whose columns are neighbours in memory. */
export function imageOf(contraction: Contraction, roles: Roles, kernel: Kernel): ImageSource {
  return imageInPlace(contraction, roles) ?? imageInScratch(contraction, roles, kernel);
}

/** The weights, in place where they are an input. */
export function weightOf(contraction: Contraction, roles: Roles, kernel: Kernel): WeightSource {
  return weightInPlace(contraction, roles) ?? weightInScratch(contraction, roles, kernel);
}

function imageInPlace(contraction: Contraction, roles: Roles): ImageSource | undefined {
  const { image, rows, columns } = roles;
  const { domain, outer, inner } = contraction;
  if (image.kind !== "load" || image.dtype !== "float32") return undefined;
  const form = flatOffset(image.coordinates, domain.inputs[image.input]!, domain);
  const existing = existingPart(image, contraction, roles);
  if (!isLinear(form) || !existing) return undefined;
  const rowStep = coefficientOf(form, "index", outer[rows.loop]!.axis);
  const columnStep = coefficientOf(form, "index", outer[columns.loop]!.axis);
  const channels = stepsOf(form, inner, roles.channels);
  const channelStep = progression(channels);
  if (columnStep !== 1 || channelStep === undefined) return undefined;
  return {
    source: image.input,
    base: form.constant + firstPosition(rows) * rowStep + firstPosition(columns),
    batch: stepsOf(form, outer, roles.batches),
    channelStep,
    rowStep,
    ...existing,
  };
}

/** The part of the positions that a load reads; `undefined` where it tests anything but a row and a column. */
function existingPart(
  image: Load,
  { domain, outer }: Contraction,
  { rows, columns }: Roles,
): { rows: Range; columns: Range } | undefined {
  const parts = [rows, columns].map(({ size }) => ({ minimum: 0, maximum: size + 1 }));
  const shape = domain.inputs[image.input]!;
  if (image.outside !== undefined && !Object.is(image.outside, 0)) return undefined;
  for (const [axis, coordinate] of image.coordinates.entries()) {
    if (image.outside === undefined) break;
    const range = rangeOf(coordinate, domain);
    if (range && range.minimum >= 0 && range.maximum < shape[axis]!) continue;
    const form = affine(coordinate, domain);
    const position = [rows, columns].findIndex(
      ({ loop }) => coefficientOf(form, "index", outer[loop]!.axis) === 1 && form.terms.length === 2,
    );
    if (position < 0 || !isLinear(form)) return undefined;
    const start = form.constant + firstPosition([rows, columns][position]!);
    const part = parts[position]!;
    part.minimum = Math.max(part.minimum, -start);
    part.maximum = Math.min(part.maximum, shape[axis]! - 1 - start);
  }
  const [rowPart, columnPart] = parts as [Range, Range];
  const near = columnPart.minimum <= furthestColumn && columnPart.maximum >= columns.size + 1 - furthestColumn;
  return near ? { rows: rowPart, columns: columnPart } : undefined;
}

function imageInScratch(contraction: Contraction, roles: Roles, kernel: Kernel): ImageSource {
  const { outer, inner } = contraction;
  const { image, rows, columns, batches, channels } = roles;
  const loops = loopsOf(contraction);
  const single = (position: number): Combination => combination(loops.length, [[position, 1]], loops[position]!.size);
  const moving = ({ loop, taps, flipped, size }: Spatial): Combination =>
    combination(loops.length, [[loop, 1], [outer.length + taps, flipped ? -1 : 1]], size + 2); // prettier-ignore
  const leading = [...batches, ...channels.map((position) => outer.length + position)].map(single);
  const basis = [...leading, moving(rows), moving(columns)];
  const values: Expression[] = basis.map((_, axis) => index(axis));
  [rows, columns].forEach((spatial, position) => {
    values[leading.length + position] = add(values[leading.length + position]!, firstPosition(spatial));
  });
  const [height, width] = [rows.size + 2, columns.size + 2];
  const channelCount = channels.reduce((product, position) => product * inner[position]!.size, 1);
  return {
    source: scratchKernel(kernel, basis, overBasis(image, contraction, basis, values)),
    base: 0,
    batch: multiples(
      batches.reduce((product, position) => product * outer[position]!.size, 1),
      channelCount * height * width,
    ),
    channelStep: height * width,
    rowStep: width,
    rows: { minimum: 0, maximum: height - 1 },
    columns: { minimum: 0, maximum: width - 1 },
  };
}

function weightInPlace(contraction: Contraction, roles: Roles): WeightSource | undefined {
  const { weight, rows, columns } = roles;
  const { domain, outer, inner } = contraction;
  if (weight.kind !== "load" || weight.dtype !== "float32" || weight.outside !== undefined) return undefined;
  const form = flatOffset(weight.coordinates, domain.inputs[weight.input]!, domain);
  if (!isLinear(form)) return undefined;
  const outputStep = progression(stepsOf(form, outer, roles.outputs));
  const channelStep = progression(stepsOf(form, inner, roles.channels));
  if (outputStep === undefined || channelStep === undefined) return undefined;
  const tapSteps: readonly [number, number] = [stepOf(form, inner, rows.taps), stepOf(form, inner, columns.taps)];
  return { source: weight.input, outputStep, channelStep, ...tapsInOrder(form.constant, tapSteps, roles) };
}

function weightInScratch(contraction: Contraction, roles: Roles, kernel: Kernel): WeightSource {
  const { outer } = contraction;
  const { weight, outputs, channels, rows, columns } = roles;
  const loops = loopsOf(contraction);
  const positions = [...outputs, ...[...channels, rows.taps, columns.taps].map((position) => outer.length + position)];
  const basis = positions.map((position) => combination(loops.length, [[position, 1]], loops[position]!.size));
  const value = overBasis(
    weight,
    contraction,
    basis,
    basis.map((_, axis) => index(axis)),
  );
  const channelCount = channels.reduce((product, position) => product * contraction.inner[position]!.size, 1);
  const source = scratchKernel(kernel, basis, value);
  return { source, outputStep: channelCount * 9, channelStep: 9, ...tapsInOrder(0, [3, 1], roles) };
}

/** Steps over the taps, in the order of the rows and columns that they meet. */
function tapsInOrder(
  base: number,
  [rowStep, columnStep]: readonly [number, number],
  { rows, columns }: Roles,
): Pick<WeightSource, "base" | "rowStep" | "columnStep"> {
  return {
    base: base + (rows.flipped ? 2 * rowStep : 0) + (columns.flipped ? 2 * columnStep : 0),
    rowStep: rows.flipped ? -rowStep : rowStep,
    columnStep: columns.flipped ? -columnStep : columnStep,
  };
}

/** The smallest i ± u. */
function firstPosition({ flipped }: Spatial): number {
  return flipped ? -2 : 0;
}

function combination(count: number, entries: readonly (readonly [number, number])[], size: number): Combination {
  const coefficients = Array.from({ length: count }, () => 0);
  for (const [position, coefficient] of entries) coefficients[position] = coefficient;
  return { coefficients, minimum: Math.min(0, ...coefficients) * 2, size };
}

function scratchKernel({ inputs, scalars }: Kernel, basis: readonly Combination[], value: Expression): Kernel {
  const shape = basis.map(({ size }) => size);
  return { shape, inputs, scalars, folds: [], outputs: [{ dtype: "float32", value }] };
}

/** The offsets of all positions of a few loops. */
function stepsOf(form: Affine, loops: Contraction["outer"], positions: readonly number[]): Int32Array {
  return enumerate(
    positions,
    loops.map(({ size }, position) => multiples(size, stepOf(form, loops, position))),
  );
}

function stepOf(form: Affine, loops: Contraction["outer"], position: number): number {
  const { kind, axis } = loops[position]!;
  return coefficientOf(form, kind, axis);
}

/** The difference between neighbours, if it is the same everywhere. */
function progression(offsets: Int32Array): number | undefined {
  const step = (offsets[1] ?? 0) - offsets[0]!;
  return offsets.every((offset, at) => offset === offsets[0]! + at * step) ? step : undefined;
}
