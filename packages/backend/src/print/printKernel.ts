import type { Expression } from "../expression.ts";
import { expressionKey } from "../key.ts";
import type { Fold, Kernel } from "../kernel.ts";
import { children, someExpression } from "../traverse.ts";
import { printExpression, type ExpressionNames } from "./printExpression.ts";

/** What a kernel's tensors and axes are called when it is printed. */
export interface KernelNames extends Pick<ExpressionNames, "inputs" | "scalars" | "axes"> {
  /** Default: `out0`, `out1`, … */
  readonly outputs?: readonly string[];
}

/**
 * A kernel as a formula that people read, one line for each output, such as
 *
 *     out0[n,c,i,j] = max over (u<2, v<2) of x0[n, c, 2*i + u, 2*j + v]
 *
 * Folds are called `r0`, `r1`, …, unless an output is one and nothing else uses it. A longer subexpression that occurs
 * more than once is printed once, as `t0`, `t1`, …; what depends on a fold's position follows the fold, after `where`.
 */
export function printKernel(kernel: Kernel, names: KernelNames = {}): string {
  return new KernelPrinter(kernel, names).print();
}

/** Repeated text up to this length is repeated; a name for it would not be shorter to read. */
const longestRepeated = 16;

class KernelPrinter {
  readonly #kernel: Kernel;
  readonly #names: KernelNames;
  readonly #axes: readonly string[];
  readonly #repeated: ReadonlySet<string>;
  /** Names of the subexpressions that have been printed, by their scoped keys. */
  readonly #printed = new Map<string, string>();
  readonly #lines: string[] = [];

  constructor(kernel: Kernel, names: KernelNames) {
    this.#kernel = kernel;
    this.#names = names;
    this.#axes = names.axes ?? axisNames(kernel.shape.length);
    this.#repeated = repeatedKeys(kernel);
  }

  print(): string {
    const { folds, outputs } = this.#kernel;
    const printedFolds = folds.map((fold, number) => {
      const lines = this.#foldLines(fold, number);
      if (!isWholeOutput(this.#kernel, number)) this.#lines.push(...named(`r${number}`, lines));
      return lines;
    });
    const results = outputs.flatMap(({ value }, number) => {
      const name = this.#names.outputs?.[number] ?? `out${number}`;
      const isFold = value.kind === "folded" && isWholeOutput(this.#kernel, value.fold);
      const lines = isFold ? printedFolds[value.fold]! : [this.#print(value, [], this.#lines)];
      return named(`${name}[${this.#axes.join(",")}]`, lines);
    });
    return [...this.#lines, ...results].join("\n");
  }

  /** A fold's formula, and below it what its body repeats. */
  #foldLines(fold: Fold, number: number): string[] {
    const foldAxes = foldAxisNames(fold.extents.length);
    const repeated: string[] = [];
    const body = this.#print(fold.body, foldAxes, repeated, number);
    const ranges = fold.extents.map((extent, axis) => `${foldAxes[axis]}<${extent}`);
    return [`${fold.operator} over (${ranges.join(", ")}) of ${body}`, ...repeated.map((line) => `  where ${line}`)];
  }

  /** Prints `root`; what it repeats goes to `positional` if it depends on the fold's position, else above everything. */
  #print(root: Expression, foldAxes: readonly string[], positional: string[], fold?: number): string {
    const printNode = (node: Expression): string => {
      const replace = (inner: Expression): string | undefined => (inner === node ? undefined : nameOf(inner));
      return printExpression(node, { ...this.#names, axes: this.#axes, foldAxes, replace });
    };
    const nameOf = (node: Expression): string | undefined => {
      const key = scopedKey(node, fold);
      if (!this.#repeated.has(key)) return undefined;
      const known = this.#printed.get(key);
      if (known !== undefined) return known;
      const text = printNode(node);
      if (text.length <= longestRepeated) return undefined;
      const name = `t${this.#printed.size}`;
      this.#printed.set(key, name);
      (isPositional(node) ? positional : this.#lines).push(`${name} = ${text}`);
      return name;
    };
    return nameOf(root) ?? printNode(root);
  }
}

function named(name: string, [first, ...others]: readonly string[]): string[] {
  return [`${name} = ${first}`, ...others];
}

/** Whether an output is just this fold, and nothing else uses it. */
function isWholeOutput({ folds, outputs }: Kernel, number: number): boolean {
  const isIt = (expression: Expression): boolean => expression.kind === "folded" && expression.fold === number;
  const users = outputs.filter(({ value }) => someExpression(value, isIt));
  return users.length === 1 && isIt(users[0]!.value) && !folds.some(({ body }) => someExpression(body, isIt));
}

/** The keys of what occurs more than once, leaves excepted. */
function repeatedKeys(kernel: Kernel): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const visit = (expression: Expression, fold?: number): void => {
    const key = scopedKey(expression, fold);
    if (seen.has(key)) {
      if (children(expression).length > 0) repeated.add(key);
      return;
    }
    seen.add(key);
    children(expression).forEach((child) => visit(child, fold));
  };
  kernel.folds.forEach(({ body }, number) => visit(body, number));
  kernel.outputs.forEach(({ value }) => visit(value));
  return repeated;
}

/** Equal for expressions that have the same value; the same text in two folds speaks of two positions. */
function scopedKey(expression: Expression, fold?: number): string {
  return isPositional(expression) ? `${expressionKey(expression)} in ${fold}` : expressionKey(expression);
}

function isPositional(expression: Expression): boolean {
  return someExpression(expression, ({ kind }) => kind === "foldIndex");
}

function axisNames(rank: number): readonly string[] {
  const letters = ["", "i", "ij", "nci", "ncij", "ncijk"][rank];
  return letters === undefined ? numbered("i", rank) : [...letters];
}

function foldAxisNames(rank: number): readonly string[] {
  const letters = ["", "u", "uv", "uvw", "puvw"][rank];
  return letters === undefined ? numbered("u", rank) : [...letters];
}

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, number) => `${letter}${number}`);
}
