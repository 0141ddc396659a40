import {
  add,
  basisOf,
  flatOffset,
  index,
  isLinear,
  loopsOf,
  minimum,
  multiply,
  overBasis,
  vectorOf,
  type Combination,
  type Contraction,
  type Expression,
  type Kernel,
  type Loop,
} from "@nn/backend";
import { multiples } from "./enumerate.ts";

/**
 * Where a factor of the products lies in memory: at element `base + Σ offsets[loop][position]`, which has no bounds to
 * test. `offsets[loop][0]` is 0.
 */
export interface Operand {
  /** The number of an input that is read in place, or the kernel that computes the factor into scratch first. */
  readonly source: number | Kernel;
  readonly base: number;
  /** For each loop, first those over the outputs, then those over the products. */
  readonly offsets: readonly Int32Array[];
}

/** A factor that is one unconditional load at affine coordinates, read where it is. */
export function inPlace(factor: Expression, contraction: Contraction): Operand | undefined {
  if (factor.kind !== "load" || factor.dtype !== "float32" || factor.outside !== undefined) return undefined;
  const shape = contraction.domain.inputs[factor.input]!;
  const form = flatOffset(factor.coordinates, shape, contraction.domain);
  if (!isLinear(form)) return undefined;
  const loops = loopsOf(contraction);
  const strides = vectorOf(form, loops);
  return {
    source: factor.input,
    base: form.constant,
    offsets: loops.map(({ size }, at) => multiples(size, strides[at]!)),
  };
}

/**
 * A factor that is computed into scratch: once for each value of the combinations of loop variables that it depends
 * on, so an image is padded, and what was fused into the factor is applied, before its elements are used many times.
 */
export function materialised(factor: Expression, contraction: Contraction, kernel: Kernel): Operand {
  const loops = loopsOf(contraction);
  const axes = basisOf(factor, loops, contraction.domain).map((combination) => scratchAxis(combination, loops));
  const shape = axes.flatMap(({ phases, size }) => (phases > 1 ? [phases, Math.ceil(size / phases)] : [size]));
  const value = overBasis(factor, contraction, axes, combinationValues(axes));
  const source: Kernel = {
    shape,
    inputs: kernel.inputs,
    scalars: kernel.scalars,
    folds: [],
    outputs: [{ dtype: "float32", value }],
  };
  return { source, ...offsetsWithin(axes, shape, loops) };
}

/**
 * A combination as an axis of the scratch. With a stride s over the outputs it becomes two, remainder and quotient by
 * s (its phases), so that neighbouring outputs read neighbouring elements.
 */
interface ScratchAxis extends Combination {
  readonly phases: number;
}

function scratchAxis(combination: Combination, loops: readonly Loop[]): ScratchAxis {
  const strides = combination.coefficients.filter((stride, at) => stride > 1 && loops[at]!.kind === "index");
  const phases = Math.max(1, ...strides);
  const others = combination.coefficients.filter((coefficient) => coefficient % phases !== 0);
  return { ...combination, phases: others.length === 1 ? phases : 1 };
}

function offsetsWithin(
  axes: readonly ScratchAxis[],
  shape: readonly number[],
  loops: readonly Loop[],
): { base: number; offsets: Int32Array[] } {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const offsets = loops.map(({ size }) => new Int32Array(size));
  let base = 0;
  let next = 0;
  for (const { coefficients, minimum: least, phases } of axes) {
    const remainderStride = phases > 1 ? strides[next++]! : 0;
    const quotientStride = strides[next++]!;
    const place = (value: number): number => {
      const quotient = Math.floor(value / phases);
      return quotient * quotientStride + (value - quotient * phases) * remainderStride;
    };
    base += place(-least);
    coefficients.forEach((coefficient, at) => {
      const start = coefficient % phases === 0 ? 0 : -least;
      if (coefficient === 0) return;
      const table = offsets[at]!;
      for (let position = 0; position < table.length; position++) {
        table[position]! += place(start + coefficient * position) - place(start);
      }
    });
  }
  return { base, offsets };
}

/** The value of each combination at the scratch's indices. */
function combinationValues(axes: readonly ScratchAxis[]): Expression[] {
  let next = 0;
  return axes.map(({ phases, size, minimum: least }) => {
    if (phases === 1) return add(index(next++), least);
    const remainder = index(next++);
    const value = add(multiply(index(next++), phases), remainder);
    return add(size % phases === 0 ? value : minimum(value, size - 1), least);
  });
}
