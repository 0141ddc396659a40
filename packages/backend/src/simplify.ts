import { addAffine, affine, fromAffine, type Affine } from "./affine.ts";
import { binary, cast, compare, constant, select, unary } from "./build.ts";
import type { Expression } from "./expression.ts";
import type { Kernel } from "./kernel.ts";
import { domainOf, rangeOf, type Domain, type Range } from "./ranges.ts";
import { rewrite } from "./traverse.ts";

/**
 * The same value with less work, for every index within `domain`: index arithmetic in affine form, comparisons that
 * are decided there resolved, selects and bounds tests that cannot matter removed, constants folded.
 */
export function simplify(root: Expression, domain: Domain, memo?: Map<Expression, Expression>): Expression {
  return rewrite(root, (expression) => simplifyNode(expression, domain), memo);
}

/** Every expression of the kernel simplified over its whole index space. */
export function simplifyKernel(kernel: Kernel): Kernel {
  const memo = new Map<Expression, Expression>();
  const outside = domainOf(kernel);
  return {
    ...kernel,
    folds: kernel.folds.map((fold) => ({
      ...fold,
      body: simplifyBody(fold.operator, fold.body, domainOf(kernel, fold)),
    })),
    outputs: kernel.outputs.map((output) => ({ ...output, value: simplify(output.value, outside, memo) })),
  };
}

/** A `dot` keeps its product on top, whatever its factors become. */
function simplifyBody(operator: string, body: Expression, domain: Domain): Expression {
  if (operator !== "dot" || body.kind !== "binary") return simplify(body, domain);
  const memo = new Map<Expression, Expression>();
  return { ...body, left: simplify(body.left, domain, memo), right: simplify(body.right, domain, memo) };
}

function simplifyNode(expression: Expression, domain: Domain): Expression | undefined {
  switch (expression.kind) {
    case "index":
    case "foldIndex": {
      const range = rangeOf(expression, domain);
      return range && range.minimum === range.maximum ? constant(range.minimum, "int32") : undefined;
    }
    case "load":
      return withoutGuard(expression, domain);
    case "unary":
      return expression.dtype === "int32"
        ? normalised(unary(expression.operator, expression.operand), domain)
        : unary(expression.operator, expression.operand);
    case "binary": {
      const built = binary(expression.operator, expression.left, expression.right);
      return built.dtype === "int32" ? normalised(built, domain) : built;
    }
    case "compare":
      return decided(expression, domain) ?? compare(expression.operator, expression.left, expression.right);
    case "select":
      return select(expression.condition, expression.whenTrue, expression.whenFalse);
    case "cast":
      return cast(expression.operand, expression.dtype);
    default:
      return undefined;
  }
}

function normalised(expression: Expression, domain: Domain): Expression {
  if (expression.kind !== "binary" && expression.kind !== "unary") return expression;
  return fromAffine(affine(expression, domain));
}

function withoutGuard(expression: Extract<Expression, { kind: "load" }>, domain: Domain): Expression | undefined {
  if (expression.outside === undefined) return undefined;
  const shape = domain.inputs[expression.input]!;
  const ranges = expression.coordinates.map((coordinate) => rangeOf(coordinate, domain));
  const never = ranges.some((range, axis) => range && (range.maximum < 0 || range.minimum >= shape[axis]!));
  if (never) return constant(expression.outside, expression.dtype);
  const always = ranges.every((range, axis) => range && range.minimum >= 0 && range.maximum < shape[axis]!);
  if (!always) return undefined;
  const { kind, dtype, input, coordinates } = expression;
  return { kind, dtype, input, coordinates };
}

function decided(expression: Extract<Expression, { kind: "compare" }>, domain: Domain): Expression | undefined {
  if (expression.left.dtype !== "int32") return undefined;
  const difference = addAffine(affine(expression.left, domain), affine(expression.right, domain), -1);
  const range = differenceRange(difference, domain);
  if (!range) return undefined;
  const answer = answers[expression.operator](range);
  return answer === undefined ? undefined : constant(Number(answer), "bool");
}

function differenceRange(form: Affine, domain: Domain): Range | undefined {
  return rangeOf(fromAffine(form), domain);
}

const answers: { readonly [O in "less" | "lessEqual" | "equal" | "notEqual"]: (r: Range) => boolean | undefined } = {
  less: (r) => (r.maximum < 0 ? true : r.minimum >= 0 ? false : undefined),
  lessEqual: (r) => (r.maximum <= 0 ? true : r.minimum > 0 ? false : undefined),
  equal: (r) => (r.minimum === 0 && r.maximum === 0 ? true : r.minimum > 0 || r.maximum < 0 ? false : undefined),
  notEqual: (r) => (r.minimum > 0 || r.maximum < 0 ? true : r.minimum === 0 && r.maximum === 0 ? false : undefined),
};
