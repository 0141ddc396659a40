import type { BinaryOperator, UnaryOperator } from "@nn/backend";

/** How exactly WebGL computes an operator. */
export interface Bound {
  readonly operator: UnaryOperator | BinaryOperator;
  readonly range: Range;
  /** `ulp`: units in the last place of the exact result. `absolute`: relative only to results above 1. */
  readonly unit: "ulp" | "absolute";
  /** The largest error that tests allow. */
  readonly bound: number;
  /** The largest that was found. */
  readonly swiftshader: number;
  readonly llvmpipe: number;
}

/** Arguments from which samples are taken. */
interface Range {
  /** For people. */
  readonly text: string;
  /** Sizes, of either sign unless `positive`. */
  readonly x: readonly [from: number, to: number];
  readonly positive?: boolean;
  /** Sizes of second arguments, of either sign. */
  readonly y?: readonly [from: number, to: number];
}

const [smallest, largest] = [2 ** -126, 2 ** 127];
const all: Range = { text: "all", x: [smallest, largest] };
const pairs: Range = { text: "all", x: [smallest, largest], y: [smallest, 2 ** 126] };
const positive: Range = { text: "x > 0", x: [smallest, largest], positive: true };
/** Below, something on the way is subnormal and becomes 0. */
const notTiny: Range = { text: "\\|x\\| ≥ 10⁻³⁶", x: [1e-36, largest] };
const powers: Range = { text: "10⁻⁴ ≤ x ≤ 10⁴, \\|y\\| ≤ 8", x: [1e-4, 1e4], positive: true, y: [1e-3, 8] };

/**
 * The one place where the precision is stated: tests hold both renderers to it, and the README shows it. Division and
 * square root are the device's; GLSL asks for 2.5 units of them, and these renderers give more.
 */
export const bounds: readonly Bound[] = [
  { operator: "add", range: pairs, unit: "ulp", bound: 0.5, swiftshader: 0.5, llvmpipe: 0.5 },
  { operator: "multiply", range: pairs, unit: "ulp", bound: 0.5, swiftshader: 0.5, llvmpipe: 0.5 },
  { operator: "divide", range: pairs, unit: "ulp", bound: 2.5, swiftshader: 0.5, llvmpipe: 0.5 },
  { operator: "squareRoot", range: positive, unit: "ulp", bound: 2.5, swiftshader: 0.5, llvmpipe: 0.5 },
  { operator: "exp", range: upTo(87), unit: "ulp", bound: 2, swiftshader: 0.95, llvmpipe: 1.3 },
  { operator: "expm1", range: upTo(87), unit: "ulp", bound: 2, swiftshader: 1.5, llvmpipe: 1.5 },
  { operator: "log", range: positive, unit: "ulp", bound: 1.5, swiftshader: 0.72, llvmpipe: 0.72 },
  {
    operator: "log1p",
    range: { ...notTiny, text: "x ≥ 10⁻³⁶", positive: true },
    unit: "ulp",
    bound: 3,
    swiftshader: 1.9,
    llvmpipe: 1.9,
  },
  {
    operator: "log1p",
    range: { text: "\\|x\\| ≤ 0.999, \\|x\\| ≥ 10⁻³⁶", x: [1e-36, 0.999] },
    unit: "ulp",
    bound: 3,
    swiftshader: 2.3,
    llvmpipe: 2.3,
  },
  { operator: "tanh", range: all, unit: "ulp", bound: 3, swiftshader: 2, llvmpipe: 2 },
  { operator: "sigmoid", range: upTo(87), unit: "ulp", bound: 4, swiftshader: 2.3, llvmpipe: 2.8 },
  { operator: "erf", range: notTiny, unit: "ulp", bound: 6, swiftshader: 4.2, llvmpipe: 4.2 },
  { operator: "sin", range: upTo(100), unit: "absolute", bound: 1.8e-7, swiftshader: 6.9e-8, llvmpipe: 1.2e-7 },
  { operator: "cos", range: upTo(100), unit: "absolute", bound: 1.8e-7, swiftshader: 7.6e-8, llvmpipe: 1.2e-7 },
  { operator: "tan", range: upTo(100), unit: "absolute", bound: 3e-7, swiftshader: 1.9e-7, llvmpipe: 2.3e-7 },
  { operator: "atan", range: all, unit: "ulp", bound: 3, swiftshader: 2.5, llvmpipe: 2.5 },
  { operator: "power", range: powers, unit: "ulp", bound: 130, swiftshader: 90, llvmpipe: 90 },
  {
    operator: "power",
    range: { ...positive, text: "x > 0, any y", y: [1e-3, 126] },
    unit: "ulp",
    bound: 180,
    swiftshader: 120,
    llvmpipe: 120,
  },
];

/** The error of a result, in the unit of a bound. */
export function errorOf(result: number, exact: number, unit: Bound["unit"]): number {
  const distance = Math.abs(result - exact);
  if (unit === "absolute") return distance / Math.max(1, Math.abs(exact));
  return distance / 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23);
}

/** The largest relative error that tests allow an operator whose bounds are in units in the last place. */
export function relativeBound(operator: Bound["operator"]): number {
  return Math.max(...bounds.flatMap((bound) => (bound.operator === operator ? [bound.bound * 2 ** -23] : [])));
}

/** The table of the README. */
export function boundsTable(): string {
  const rows = bounds.map(({ operator, range, unit, bound, swiftshader, llvmpipe }) => {
    const error = (value: number): string => (unit === "ulp" ? `${value} ulp` : value.toExponential(1));
    return [`\`${operator}\``, range.text, error(bound), error(swiftshader), error(llvmpipe)];
  });
  const table = [["operator", "arguments", "bound", "SwiftShader", "llvmpipe"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(table[0]!), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function upTo(limit: number): Range {
  return { text: `\\|x\\| ≤ ${limit}`, x: [smallest, limit] };
}
