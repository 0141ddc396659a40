import { affineForms, joinedAxes, rewrite, simplify, type Expression } from "@nn/backend";
import { domainWithin, isOrdered, type LoopFold, type LoopKernel } from "./loopKernel.ts";

/**
 * Joins neighbouring axes, of the shape and of folds, that every access treats as one: the coefficient of the outer is
 * the inner's times the inner's size. Elementwise work over dense tensors becomes one long row. Axes of size 1 vanish.
 *
 * In an ordered fold the last axis is never joined, because the order of summation is defined by its size.
 */
export function coalesce(kernel: LoopKernel): LoopKernel {
  const outputForms = affineForms(
    kernel.outputs.flatMap(({ value, offset }) => [value, offset]),
    domainWithin(kernel),
  );
  const foldForms = kernel.folds.map((fold) => (fold ? affineForms([fold.body], domainWithin(kernel, fold)) : []));
  const shape = joinedAxes("index", kernel.shape, [...outputForms, ...foldForms.flat()]);
  const folds = kernel.folds.map((fold) => {
    if (!fold) return undefined;
    const alike = (other: LoopFold | undefined): boolean => other?.extents.join() === fold.extents.join();
    const forms = foldForms.filter((_, number) => alike(kernel.folds[number]));
    const ordered = kernel.folds.some((other) => alike(other) && other && isOrdered(other) && !other.sequential);
    return { fold, ...joinedAxes("foldIndex", fold.extents, forms.flat(), ordered) };
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
