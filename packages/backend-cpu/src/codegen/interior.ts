import {
  addAffine,
  affine,
  fromAffine,
  rangeOf,
  someExpression,
  visitExpressions,
  type Domain,
  type Expression,
  type Range,
} from "@nn/backend";
import { domainWithin, type LoopFold, type LoopKernel } from "./loopKernel.ts";

/** A test whose outcome depends on where along the vector axis it is made. */
interface Test {
  /** Whether it has the same outcome everywhere on a part of the axis, for all other loop variables. */
  decided(part: Range): boolean;
}

/**
 * The part of `axis` where every bounds test and every comparison of indices that can be decided is decided: the
 * inside of an image without its padded border. Not more than the whole axis, and empty if there is none.
 */
export function interiorOf(kernel: LoopKernel, axis: number): Range {
  let part: Range = { minimum: 0, maximum: kernel.shape[axis]! - 1 };
  const scopes: [Expression, LoopFold | undefined][] = [
    ...kernel.outputs.map(({ value }): [Expression, undefined] => [value, undefined]),
    ...kernel.folds.flatMap((fold): [Expression, LoopFold][] => (fold ? [[fold.body, fold]] : [])),
  ];
  for (const [root, fold] of scopes) {
    const domain = domainWithin(kernel, fold);
    visitExpressions([root], (expression) => {
      for (const test of testsOf(expression, axis, domain, kernel)) part = narrowed(part, test) ?? part;
    });
  }
  return part;
}

/** The largest part around the middle (or else around a quarter) of `whole` where the test is decided. */
function narrowed(whole: Range, test: Test): Range | undefined {
  if (test.decided(whole)) return whole;
  const length = whole.maximum - whole.minimum;
  for (const share of [0.5, 0.25, 0.75, 0.125, 0.875]) {
    const start = whole.minimum + Math.floor(length * share);
    if (!test.decided({ minimum: start, maximum: start })) continue;
    const maximum = furthest(start, whole.maximum, (end) => test.decided({ minimum: start, maximum: end }));
    const minimum = furthest(start, whole.minimum, (end) => test.decided({ minimum: end, maximum }));
    return { minimum, maximum };
  }
  return undefined;
}

/** The value furthest from `start` towards `end` that fits, if all fit up to some point and none beyond it. */
function furthest(start: number, end: number, fits: (value: number) => boolean): number {
  let [good, bad] = [start, end];
  if (fits(bad)) return bad;
  while (Math.abs(bad - good) > 1) {
    const middle = Math.trunc((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function testsOf(expression: Expression, axis: number, domain: Domain, kernel: LoopKernel): Test[] {
  const within = (part: Range): Domain => ({
    ...domain,
    index: domain.index.map((range, other) => (other === axis ? part : range)),
  });
  if (expression.kind === "load" && expression.outside !== undefined) {
    const sizes = kernel.sources.list[expression.input]!.guards;
    return expression.coordinates.slice(1).flatMap((coordinate, position) => {
      if (!usesAxis(coordinate, axis)) return [];
      const decided = (part: Range): boolean => {
        const range = rangeOf(coordinate, within(part));
        return range !== undefined && range.minimum >= 0 && range.maximum < sizes[position]!;
      };
      return [{ decided }];
    });
  }
  if (expression.kind === "compare" && expression.left.dtype === "int32" && usesAxis(expression, axis)) {
    const difference = fromAffine(addAffine(affine(expression.left, domain), affine(expression.right, domain), -1));
    const decided = (part: Range): boolean => {
      const range = rangeOf(difference, within(part));
      if (!range) return false;
      return expression.operator === "lessEqual"
        ? range.maximum <= 0 || range.minimum > 0
        : range.maximum < 0 || range.minimum >= (expression.operator === "less" ? 0 : 1);
    };
    return [{ decided }];
  }
  return [];
}

/** Whether an expression differs along an axis of the shape. */
export function usesAxis(expression: Expression, axis: number): boolean {
  return someExpression(expression, (node) => node.kind === "index" && node.axis === axis);
}
