import {
  affine,
  and,
  children,
  coefficientOf,
  constant,
  domainOf,
  flatOffset,
  fromAffine,
  greaterEqual,
  index,
  less,
  rangeOf,
  rewrite,
  select,
  simplify,
  type Affine,
  type Domain,
  type Expression,
  type Kernel,
  type Load,
} from "@nn/backend";
import { sizeOf } from "../layout.ts";

/**
 * The kernel over fewer axes: neighbours are joined that every access treats as one, where the coefficient of the outer
 * is the inner's times the inner's size. Finding a fragment's indices takes a division less for each.
 *
 * Inputs become one axis each, and tests for what lies outside of them become choices.
 */
export function joinAxes(kernel: Kernel): Kernel {
  const outputs = kernel.outputs.map(({ dtype, value }) => ({
    dtype,
    value: flattened(value, kernel, domainOf(kernel)),
  }));
  const folds = kernel.folds.map((fold) => ({ ...fold, body: flattened(fold.body, kernel, domainOf(kernel, fold)) }));
  const forms = [
    ...outputs.flatMap(({ value }) => formsOf(value, domainOf(kernel))),
    ...folds.flatMap((fold) => formsOf(fold.body, domainOf(kernel, fold))),
  ];
  const groups = groupsOf(kernel.shape, forms);
  const variables: Expression[] = kernel.shape.map(() => constant(0, "int32"));
  groups.forEach((group, axis) => (variables[group.at(-1)!] = index(axis)));
  const memo = new Map<Expression, Expression>();
  const joined = (root: Expression): Expression =>
    rewrite(root, (node) => (node.kind === "index" ? variables[node.axis] : undefined), memo);
  return {
    ...kernel,
    shape: groups.map((group) => sizeOf(group.map((axis) => kernel.shape[axis]!))),
    inputs: kernel.inputs.map(({ dtype, shape }) => ({ dtype, shape: [sizeOf(shape)] })),
    folds: folds.map((fold) => ({ ...fold, body: joined(fold.body) })),
    outputs: outputs.map(({ dtype, value }) => ({ dtype, value: joined(value) })),
  };
}

/** Index arithmetic in its normal form, and loads by their offsets. */
function flattened(root: Expression, kernel: Kernel, domain: Domain): Expression {
  return rewrite(simplify(root, domain), (node) => (node.kind === "load" ? flatLoad(node, kernel, domain) : undefined));
}

function flatLoad(load: Load, { inputs }: Kernel, domain: Domain): Expression {
  const { kind, dtype, input, coordinates, outside } = load;
  const { shape } = inputs[input]!;
  const offset = simplify(fromAffine(flatOffset(coordinates, shape, domain)), domain);
  const flat: Load = { kind, dtype, input, coordinates: [offset] };
  const inside = outside === undefined ? undefined : insideOf(load, shape, domain);
  return inside ? select(inside, flat, constant(outside!, dtype)) : flat;
}

/** Whether all coordinates lie within the input; only what is not certain is tested. */
function insideOf({ coordinates }: Load, shape: readonly number[], domain: Domain): Expression | undefined {
  const tests = coordinates.flatMap((coordinate, axis) => {
    const range = rangeOf(coordinate, domain);
    const size = shape[axis]!;
    return [
      ...(range && range.minimum >= 0 ? [] : [greaterEqual(coordinate, 0)]),
      ...(range && range.maximum < size ? [] : [less(coordinate, size)]),
    ];
  });
  return tests.reduce<Expression | undefined>((all, test) => (all ? and(all, test) : test), undefined);
}

/** Axes that become one each. Those of size 1 vanish. */
function groupsOf(shape: readonly number[], forms: readonly Affine[]): number[][] {
  const groups: number[][] = [];
  const axes = shape.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  axes.forEach((axis, position) => {
    const outer = axes[position - 1];
    const fits = (form: Affine): boolean =>
      outer !== undefined && coefficientOf(form, "index", outer) === shape[axis]! * coefficientOf(form, "index", axis);
    if (outer !== undefined && forms.every(fits)) groups.at(-1)!.push(axis);
    else groups.push([axis]);
  });
  return groups;
}

/** Every affine form in which indices occur. */
function formsOf(root: Expression, domain: Domain): Affine[] {
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
  walk(root);
  return forms;
}

function isIndexArithmetic({ dtype, kind }: Expression): boolean {
  return dtype === "int32" && ["binary", "unary", "index", "foldIndex"].includes(kind);
}
