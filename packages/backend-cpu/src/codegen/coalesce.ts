import {
  affine,
  children,
  coefficientOf,
  constant,
  foldIndex,
  index,
  rewrite,
  simplify,
  type Affine,
  type Domain,
  type Expression,
} from "@nn/backend";
import { domainWithin, isOrdered, type LoopFold, type LoopKernel } from "./loopKernel.ts";

/**
 * Joins neighbouring axes, of the shape and of folds, that every access treats as one: the coefficient of the outer is
 * the inner's times the inner's size. Elementwise work over dense tensors becomes one long row. Axes of size 1 vanish.
 *
 * In an ordered fold the last axis is never joined, because the order of summation is defined by its size.
 */
export function coalesce(kernel: LoopKernel): LoopKernel {
  const outputForms = formsOf(
    kernel.outputs.flatMap(({ value, offset }) => [value, offset]),
    domainWithin(kernel),
  );
  const foldForms = kernel.folds.map((fold) => (fold ? formsOf([fold.body], domainWithin(kernel, fold)) : []));
  const shape = joined("index", kernel.shape, [...outputForms, ...foldForms.flat()], false);
  const folds = kernel.folds.map((fold) => {
    if (!fold) return undefined;
    const alike = (other: LoopFold | undefined): boolean => other?.extents.join() === fold.extents.join();
    const forms = foldForms.filter((_, number) => alike(kernel.folds[number]));
    const ordered = kernel.folds.some((other) => alike(other) && other && isOrdered(other) && !other.sequential);
    return { fold, ...joined("foldIndex", fold.extents, forms.flat(), ordered) };
  });
  const leading = shape.variables.slice(0, kernel.leadingAxes ?? 0);
  const result: LoopKernel = {
    ...kernel,
    shape: shape.sizes,
    leadingAxes: kernel.leadingAxes && leading.filter(({ kind }) => kind === "index").length,
  };
  return {
    ...result,
    folds: folds.map((entry) => {
      if (!entry) return undefined;
      const fold = { ...entry.fold, extents: entry.sizes };
      const body = substitute(fold.body, shape.variables, entry.variables);
      return { ...fold, body: kernel.sources.tighten(body, domainWithin(result, fold)) };
    }),
    outputs: kernel.outputs.map((output) => ({
      ...output,
      value: kernel.sources.tighten(substitute(output.value, shape.variables, []), domainWithin(result)),
      offset: simplify(substitute(output.offset, shape.variables, []), domainWithin(result)),
    })),
  };
}

interface Joined {
  readonly sizes: readonly number[];
  /** For each former axis, what takes the place of its variable. */
  readonly variables: readonly Expression[];
}

function joined(
  kind: "index" | "foldIndex",
  sizes: readonly number[],
  forms: readonly Affine[],
  keepLast: boolean,
): Joined {
  const groups: number[][] = [];
  const axes = sizes.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  axes.forEach((axis, position) => {
    const outer = axes[position - 1];
    const isLast = keepLast && position === axes.length - 1;
    const fits = (form: Affine): boolean =>
      outer !== undefined && coefficientOf(form, kind, outer) === sizes[axis]! * coefficientOf(form, kind, axis);
    if (outer !== undefined && !isLast && forms.every(fits)) groups.at(-1)!.push(axis);
    else groups.push([axis]);
  });
  const variables: Expression[] = sizes.map(() => constant(0, "int32"));
  groups.forEach((group, axis) => {
    variables[group.at(-1)!] = kind === "index" ? index(axis) : foldIndex(axis);
  });
  return { sizes: groups.map((group) => group.reduce((product, axis) => product * sizes[axis]!, 1)), variables };
}

/** Every affine form in which loop variables occur. */
function formsOf(roots: readonly Expression[], domain: Domain): Affine[] {
  const forms: Affine[] = [];
  const seen = new Set<Expression>();
  const walk = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if (!isIndexArithmetic(expression)) return children(expression).forEach(walk);
    const form = affine(expression, domain);
    forms.push(form);
    for (const { atom } of form.terms) {
      if (atom.kind !== "index" && atom.kind !== "foldIndex") children(atom).forEach(walk);
    }
  };
  roots.forEach(walk);
  return forms;
}

function isIndexArithmetic(expression: Expression): boolean {
  if (expression.dtype !== "int32") return false;
  return ["binary", "unary", "index", "foldIndex"].includes(expression.kind);
}

/** Replaces the loop variables. */
export function substitute(
  root: Expression,
  indices: readonly (Expression | undefined)[],
  foldIndices: readonly (Expression | undefined)[],
): Expression {
  return rewrite(root, (expression) => {
    if (expression.kind === "index") return indices[expression.axis];
    return expression.kind === "foldIndex" ? foldIndices[expression.axis] : undefined;
  });
}
