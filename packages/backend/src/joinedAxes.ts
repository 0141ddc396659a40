import { affine, coefficientOf, type Affine } from "./affine.ts";
import { constant, foldIndex, index } from "./build.ts";
import type { Expression } from "./expression.ts";
import type { Domain } from "./ranges.ts";
import { children } from "./traverse.ts";

/** What becomes of the axes of a shape, or of a fold's extents. */
export interface JoinedAxes {
  readonly sizes: readonly number[];
  /** For each former axis, what takes the place of its variable. */
  readonly variables: readonly Expression[];
}

/**
 * Joins neighbouring axes that every access treats as one: the coefficient of the outer is the inner's times the inner's
 * size. Axes of size 1 vanish.
 *
 * @param forms the index arithmetic in which the axes' variables occur, see {@link affineForms}
 * @param keepLast whether the last axis stays by itself
 */
export function joinedAxes(
  kind: "index" | "foldIndex",
  sizes: readonly number[],
  forms: readonly Affine[],
  keepLast = false,
): JoinedAxes {
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
export function affineForms(roots: readonly Expression[], domain: Domain): Affine[] {
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

function isIndexArithmetic({ dtype, kind }: Expression): boolean {
  return dtype === "int32" && ["binary", "unary", "index", "foldIndex"].includes(kind);
}
