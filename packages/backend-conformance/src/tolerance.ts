import type { BinaryOperator, FoldOperator, UnaryOperator } from "@nn/backend";
import type { Direction } from "./check.ts";

/** How far a number may be from the right one: `|actual − expected| <= absolute + relative · |expected|`. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** What has a bound of its own: operators of the formula language, and the ways through operations. */
export type Bounded = UnaryOperator | BinaryOperator | FoldOperator | Direction;

/** The bound of everything that has one. */
export type Tolerances = Readonly<Record<string, Tolerance>>;

/** Bounds that a backend declares: for formula operators, for directions, or for operations by their name. */
export type DeclaredTolerances = Readonly<Record<string, Partial<Tolerance>>>;

/**
 * The bounds in float32. Operators that are not named are exact. Those of `forward`, `backward` and `doubleBackward` hold
 * for every operation; their absolute part is in proportion to the largest number of the result.
 */
const bounds: { readonly [B in Bounded]?: Partial<Tolerance> } = {
  exp: { relative: 3e-7 },
  expm1: { relative: 3e-7 },
  log: { relative: 3e-7 },
  log1p: { relative: 3e-7 },
  sin: { absolute: 3e-7 },
  cos: { absolute: 3e-7 },
  tan: { relative: 1e-6, absolute: 1e-6 },
  atan: { relative: 3e-7 },
  tanh: { relative: 5e-7 },
  // Below x = -87 it is subnormal, and may be 0.
  sigmoid: { relative: 5e-7, absolute: 2e-38 },
  erf: { relative: 1e-6 },
  power: { relative: 4e-7 },
  sum: { relative: 2e-6, absolute: 1e-6 },
  dot: { relative: 2e-6, absolute: 1e-6 },
  product: { relative: 2e-6 },
  forward: { relative: 1e-5, absolute: 2e-6 },
  backward: { relative: 2e-5, absolute: 4e-6 },
  doubleBackward: { relative: 5e-5, absolute: 1e-5 },
};

/** The bounds, with what a backend declares in place of ours. */
export function tolerancesWith(declared: DeclaredTolerances): Tolerances {
  const names = [...Object.keys(bounds), ...Object.keys(declared)];
  const known: DeclaredTolerances = bounds;
  return Object.fromEntries(names.map((name) => [name, { ...exact, ...known[name], ...declared[name] }]));
}

/** The bound of an operator of the formula language. */
export function boundOf(tolerances: Tolerances, operator: Bounded): Tolerance {
  return tolerances[operator] ?? exact;
}

/** The bound of an operation: that of the direction, or the wider one that the backend declares for the operation. */
export function boundOfOperation(tolerances: Tolerances, operation: string, direction: Direction): Tolerance {
  const [general, own] = [boundOf(tolerances, direction), tolerances[operation] ?? exact];
  return {
    relative: Math.max(general.relative, own.relative),
    absolute: Math.max(general.absolute, own.absolute),
  };
}

const exact: Tolerance = { relative: 0, absolute: 0 };
