import {
  binary,
  cast,
  compare,
  dtypes,
  evaluateBinary,
  evaluateCast,
  evaluateCompare,
  evaluateUnary,
  unary,
  type BinaryOperator,
  type DType,
} from "@nn/backend";
import { check, type Check, type CheckContext } from "../check.ts";
import { expectNumbers } from "../expect.ts";
import { boundOf, type Bounded, type Tolerance } from "../tolerance.ts";
import { applyToPairs, type Build, type Pair } from "./applyToPairs.ts";
import { awkward } from "./samples.ts";
import { binaries, comparisons, unaries } from "./operatorTables.ts";

/** Subnormal numbers may be 0 where IEEE 754 is not promised. */
const smallestNormal = 1.2e-38;

/** Applies an operator to all pairs of awkward numbers, in long rows and in short ones. */
async function checkPairs(
  { backend, tolerances, ieee }: CheckContext,
  from: DType,
  build: Build,
  evaluate: (x: number, y: number) => number,
  { bounded, nonFinite, name, only = () => true }: Options,
): Promise<void> {
  const values = awkward(from, nonFinite, ieee);
  const pairs = values.flatMap((x) => values.map((y): Pair => ({ x, y }))).filter(({ x, y }) => only(x, y));
  const finite = pairs.filter(({ x, y }) => nonFinite || Number.isFinite(evaluate(x, y)));
  const expected = finite.map(({ x, y }) => evaluate(x, y));
  const bound: Tolerance = bounded ? boundOf(tolerances, bounded) : { relative: 0, absolute: 0 };
  const absolute = ieee ? bound.absolute : Math.max(bound.absolute, smallestNormal);
  const signedZeros = ieee && bounded !== "maximum" && bounded !== "minimum" && bound.relative === 0;
  for (const rows of ["long", "short"] as const) {
    const actual = await applyToPairs(backend, from, finite, build, rows);
    const what = (at: number): string => `${name}(${finite[at]!.x}, ${finite[at]!.y}) in ${rows} rows`;
    expectNumbers(actual, expected, what, { relative: bound.relative, absolute, signedZeros });
  }
}

interface Options {
  readonly name: string;
  readonly bounded?: Bounded;
  readonly nonFinite: boolean;
  readonly only?: (x: number, y: number) => boolean;
}

/** A check with finite numbers, and for floats another one with all. */
function both(
  name: string,
  from: DType,
  to: DType,
  run: (context: CheckContext, nonFinite: boolean) => Promise<void>,
): readonly Check[] {
  const types = from === to ? [from] : [from, to];
  const finite = check("formulas/operators", name, (context) => run(context, false), { dtypes: types });
  if (from !== "float32" && from !== "float64") return [finite];
  const requires = { dtypes: types, nonFinite: true } as const;
  return [
    finite,
    check("formulas/operators", `${name}, infinities and NaN`, (context) => run(context, true), requires),
  ];
}

/** A float's quotient may be rounded up to the next integer, unless all steps are exact. */
function exactQuotient(operator: BinaryOperator, from: DType, ieee: boolean): Options["only"] {
  if (ieee || (from !== "float32" && from !== "float64")) return undefined;
  if (operator !== "floorDivide" && operator !== "modulo") return undefined;
  return (x, y) => Math.abs(x) < 2 ** 22 && x % 0.5 === 0 && y % 0.5 === 0;
}

/** Every operator, on every pair of awkward numbers of every type. */
export const operators: readonly Check[] = dtypes.flatMap((dtype) => [
  ...unaries[dtype].flatMap((operator) =>
    both(`${operator} of ${dtype}`, dtype, dtype, (context, nonFinite) =>
      checkPairs(
        context,
        dtype,
        (x) => unary(operator, x),
        (x) => evaluateUnary(operator, dtype, x),
        {
          name: operator,
          bounded: operator,
          nonFinite,
        },
      ),
    ),
  ),
  ...binaries[dtype].flatMap((operator) =>
    both(`${operator} of ${dtype}`, dtype, dtype, (context, nonFinite) => {
      const only = exactQuotient(operator, dtype, context.ieee);
      const evaluate = (x: number, y: number): number => evaluateBinary(operator, dtype, x, y);
      const options: Options = { name: operator, bounded: operator, nonFinite, ...(only ? { only } : {}) };
      return checkPairs(context, dtype, (x, y) => binary(operator, x, y), evaluate, options);
    }),
  ),
  ...comparisons.flatMap((operator) =>
    both(`${operator} of ${dtype}`, dtype, "bool", (context, nonFinite) => {
      const evaluate = (x: number, y: number): number => Number(evaluateCompare(operator, x, y));
      return checkPairs(context, dtype, (x, y) => compare(operator, x, y), evaluate, { name: operator, nonFinite });
    }),
  ),
  ...dtypes.flatMap((to) =>
    both(`${dtype} as ${to}`, dtype, to, (context, nonFinite) => {
      const evaluate = (x: number): number => evaluateCast(dtype, to, x);
      return checkPairs(context, dtype, (x) => cast(x, to), evaluate, { name: `${dtype} as ${to}`, nonFinite });
    }),
  ),
]);

/** Division by constants, which code generators treat apart. */
export const divisions: readonly Check[] = (["floorDivide", "modulo"] as const).map((operator) =>
  check(
    "formulas/operators",
    `${operator} of int32 by constants`,
    async (context) => {
      for (const divisor of [1, 2, 3, 7, 8, -1, -2, -3, 0, 2147483647, -2147483648]) {
        const evaluate = (x: number): number => evaluateBinary(operator, "int32", x, divisor);
        const options = {
          name: `${operator} by ${divisor}`,
          nonFinite: false,
          only: (_: number, y: number) => y === 0,
        };
        await checkPairs(context, "int32", (x) => binary(operator, x, divisor), evaluate, options);
      }
    },
    { dtypes: ["int32"] },
  ),
);
