import {
  affineForms,
  and,
  constant,
  domainOf,
  flatOffset,
  fromAffine,
  greaterEqual,
  joinedAxes,
  less,
  rangeOf,
  rewrite,
  select,
  simplify,
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
    ...outputs.flatMap(({ value }) => affineForms([value], domainOf(kernel))),
    ...folds.flatMap((fold) => affineForms([fold.body], domainOf(kernel, fold))),
  ];
  const { sizes, variables } = joinedAxes("index", kernel.shape, forms);
  const memo = new Map<Expression, Expression>();
  const joined = (root: Expression): Expression =>
    rewrite(root, (node) => (node.kind === "index" ? variables[node.axis] : undefined), memo);
  return {
    ...kernel,
    shape: sizes,
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
