import {
  add,
  affine,
  constant,
  domainOf,
  index,
  multiply,
  rewrite,
  simplify,
  someExpression,
  type Affine,
  type Domain,
  type Expression,
  type Kernel,
} from "@nn/backend";
import { sizeOf } from "../layout.ts";

/**
 * How the four elements of a texel are told apart.
 *
 * If the innermost axis is a multiple of four long, they differ in that axis alone: its index is 4 · q + lane, `q`
 * takes the place of the index, and the lane is one more index behind the kernel's axes. Everything that does not use
 * it is computed once a texel, and offsets are often whole texels. Otherwise each lane has indices of its own.
 */
export interface Lanes {
  /** The axis whose index counts fours; `undefined` where each lane has its own indices. */
  readonly axis: number | undefined;
  /** The number that the lane has as an index. */
  readonly lane: number;
  /** The kernel's index space, with the lane. */
  readonly domain: Domain;
  /** An expression of the kernel in terms of these indices. */
  readonly rewritten: (expression: Expression) => Expression;
}

/** Decides for a kernel. */
export function lanesOf(kernel: Pick<Kernel, "shape" | "inputs">): Lanes {
  const { shape } = kernel;
  const lane = shape.length;
  const whole = domainOf(kernel);
  const innermost = shape.reduce((last, size, axis) => (size > 1 ? axis : last), -1);
  if (innermost < 0 || shape[innermost]! % 4 !== 0) {
    return { axis: undefined, lane, domain: whole, rewritten: (expression) => expression };
  }
  const fours = { minimum: 0, maximum: shape[innermost]! / 4 - 1 };
  const ranges = whole.index.map((range, axis) => (axis === innermost ? fours : range));
  const domain: Domain = { ...whole, index: [...ranges, { minimum: 0, maximum: 3 }] };
  const memo = new Map<Expression, Expression>();
  const position = add(multiply(index(innermost), 4), index(lane));
  const rewritten = (expression: Expression): Expression =>
    rewrite(expression, (node) => (node.kind === "index" && node.axis === innermost ? position : undefined), memo);
  return { axis: innermost, lane, domain, rewritten };
}

/** The position in the output of a kernel of this shape, as a form over its indices. */
export function flatIndex(shape: readonly number[]): Affine {
  const terms = shape.flatMap((size, axis) =>
    size > 1 ? [{ atom: index(axis), coefficient: sizeOf(shape.slice(axis + 1)) }] : [],
  );
  return { constant: 0, terms };
}

/** An affine form for each lane, or one if they do not differ. */
export function formsOfLanes(form: Expression, lanes: Lanes, domain: Domain): Affine[] {
  const isLane = (node: Expression): boolean => node.kind === "index" && node.axis === lanes.lane;
  if (lanes.axis === undefined || !someExpression(form, isLane)) return [affine(form, domain)];
  return [0, 1, 2, 3].map((lane) => {
    const value = constant(lane, "int32");
    return affine(
      simplify(
        rewrite(form, (node) => (isLane(node) ? value : undefined)),
        domain,
      ),
      domain,
    );
  });
}
