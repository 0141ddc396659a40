import {
  children,
  compare,
  constant,
  expressionKey,
  index,
  load,
  rewrite,
  select,
  someExpression,
  visitExpressions,
  type Expression,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import { sizeOf } from "./layout.ts";

/** Kernels with fewer elements are over before a draw of its own would pay. */
const manyElements = 65536;
/** What so many elements share, or more, may be computed before. */
const sharedBy = 256;
/** How many loads it has to spare every element. */
const manyLoads = 3;

/** Values that are the same for many elements, computed before, and the kernel that loads them. */
export interface Hoisted {
  /** One texel has all values of a place. */
  readonly before: Kernel;
  /** The kernel with one more input, the result of `before`. */
  readonly rest: Kernel;
}

/**
 * Takes out of a large kernel what depends on few of its elements' indices, such as a channel's mean, deviation, weight
 * and bias: up to four such values share a texel, so that an element costs one fetch for all of them. The numbers are
 * the same.
 *
 * @param own how many of the kernel's inputs may be loaded before it
 */
export function hoist(kernel: Kernel, own: number): Hoisted | undefined {
  if (sizeOf(kernel.shape) < manyElements) return undefined;
  const [axes, values] = new Groups(kernel, own).largest() ?? [];
  if (!axes || !values || countLoads(values) < manyLoads) return undefined;
  const places = axes.map((axis) => kernel.shape[axis]!);
  const type: TensorType = { dtype: "float32", shape: [...places, 4] };
  const positions = new Map(axes.map((axis, position) => [axis, index(position)]));
  const moved = values.map((value) =>
    rewrite(value, (node) => (node.kind === "index" ? positions.get(node.axis) : undefined)),
  );
  const which = index(axes.length);
  const chosen = moved.reduceRight((rest, value, at) =>
    select(compare("equal", which, constant(at, "int32")), value, rest),
  );
  const before: Kernel = {
    shape: type.shape,
    inputs: kernel.inputs,
    scalars: kernel.scalars,
    folds: [],
    outputs: [{ dtype: "float32", value: chosen }],
  };
  return { before, rest: withLoads(kernel, axes, values, type) };
}

function withLoads(kernel: Kernel, axes: readonly number[], values: readonly Expression[], type: TensorType): Kernel {
  const here = axes.map((axis) => index(axis));
  const loads = new Map(
    values.map((value, at) => [
      expressionKey(value),
      load(kernel.inputs.length, type, [...here, constant(at, "int32")]),
    ]),
  );
  const memo = new Map<Expression, Expression>();
  const adapted = (root: Expression): Expression =>
    rewrite(root, (node) => (node.dtype === "float32" ? loads.get(expressionKey(node)) : undefined), memo);
  return {
    ...kernel,
    inputs: [...kernel.inputs, type],
    folds: kernel.folds.map((fold) => ({ ...fold, body: adapted(fold.body) })),
    outputs: kernel.outputs.map((output) => ({ ...output, value: adapted(output.value) })),
  };
}

/** What may be computed before a kernel, by the indices that it depends on. */
class Groups {
  readonly #kernel: Kernel;
  readonly #own: number;
  /** The axes that an expression depends on; `undefined` where it cannot be computed before. */
  readonly #axes = new Map<Expression, ReadonlySet<number> | undefined>();
  readonly #found = new Map<string, Map<string, Expression>>();

  constructor(kernel: Kernel, own: number) {
    this.#kernel = kernel;
    this.#own = own;
    const seen = new Set<Expression>();
    const walk = (node: Expression): void => {
      if (seen.has(node)) return;
      seen.add(node);
      if (!this.#take(node)) children(node).forEach(walk);
    };
    [...kernel.folds.map(({ body }) => body), ...kernel.outputs.map(({ value }) => value)].forEach(walk);
  }

  /** The axes and values of the group that saves most; at most four values. */
  largest(): [readonly number[], readonly Expression[]] | undefined {
    const [best] = [...this.#found].sort(([, a], [, b]) => b.size - a.size);
    return best && [best[0].split(",").map(Number), [...best[1].values()].slice(0, 4)];
  }

  /** Whether an expression belongs to a group as a whole. */
  #take(node: Expression): boolean {
    if (node.dtype !== "float32" || !hasLoad(node)) return false;
    const axes = this.#axesOf(node);
    if (!axes || axes.size === 0) return false;
    const { shape } = this.#kernel;
    const sorted = [...axes].sort((a, b) => a - b);
    if (sizeOf(sorted.map((axis) => shape[axis]!)) * sharedBy > sizeOf(shape)) return false;
    const group = this.#found.get(sorted.join()) ?? new Map<string, Expression>();
    this.#found.set(sorted.join(), group.set(expressionKey(node), node));
    return true;
  }

  #axesOf(node: Expression): ReadonlySet<number> | undefined {
    if (!this.#axes.has(node)) this.#axes.set(node, this.#findAxes(node));
    return this.#axes.get(node);
  }

  #findAxes(node: Expression): ReadonlySet<number> | undefined {
    if (node.kind === "foldIndex" || node.kind === "folded") return undefined;
    if (node.kind === "load" && node.input >= this.#own) return undefined;
    if (node.kind === "index") return new Set([node.axis]);
    const all = new Set<number>();
    for (const child of children(node)) {
      const axes = this.#axesOf(child);
      if (!axes) return undefined;
      axes.forEach((axis) => all.add(axis));
    }
    return all;
  }
}

function hasLoad(root: Expression): boolean {
  return someExpression(root, (node) => node.kind === "load");
}

function countLoads(values: readonly Expression[]): number {
  let count = 0;
  visitExpressions(values, (node) => (count += Number(node.kind === "load")));
  return count;
}
