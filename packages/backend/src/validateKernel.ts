import { dtypes, isFloat, type DType } from "./dtype.ts";
import { NNError } from "./errors.ts";
import { roundTo } from "./evaluate.ts";
import type { BinaryOperator, Expression, Load, UnaryOperator } from "./expression.ts";
import type { Fold, Kernel } from "./kernel.ts";
import { visitExpressions } from "./traverse.ts";

/**
 * Checks that a kernel keeps the rules of the formula language: types match, indices name axes, inputs, scalars and
 * folds that exist, `FoldIndex` stands in fold bodies only, `Folded` names earlier folds, the body of a `dot` is a
 * product. It cannot see whether coordinates stay within their inputs; the interpreter checks that as it runs.
 *
 * @throws NNError `formula` with the place and the rule
 */
export function validateKernel(kernel: Kernel): void {
  checkSizes("shape", kernel.shape);
  kernel.inputs.forEach(({ dtype, shape }, number) => {
    checkType(`input ${number}`, dtype);
    checkSizes(`shape of input ${number}`, shape);
  });
  kernel.scalars.forEach((dtype, number) => checkType(`scalar ${number}`, dtype));
  kernel.folds.forEach((fold, number) => checkFold(kernel, fold, number));
  if (kernel.outputs.length === 0) throw broken("outputs", "at least one", "none");
  kernel.outputs.forEach(({ dtype, value }, number) => {
    const scope: Scope = { place: `output ${number}`, kernel, foldRank: undefined, folds: kernel.folds };
    checkType(scope.place, dtype);
    require(value.dtype === dtype, scope.place, `a value of type ${dtype}`, value.dtype);
    checkExpressions(value, scope);
  });
}

/** Where an expression stands, and what it may name there. */
interface Scope {
  readonly place: string;
  readonly kernel: Kernel;
  /** The number of axes of the fold around it; `undefined` in outputs. */
  readonly foldRank: number | undefined;
  /** The folds whose results are known. */
  readonly folds: readonly Fold[];
}

function checkFold(kernel: Kernel, fold: Fold, number: number): void {
  const place = `fold ${number}`;
  const { operator, extents, dtype, body } = fold;
  checkSizes(`extents of ${place}`, extents);
  checkType(place, dtype);
  require(body.dtype !== "bool", place, "a body of a numeric type", "bool");
  const wanted = operator === "argmax" || operator === "argmin" ? "int32" : body.dtype;
  require(dtype === wanted, place, `type ${wanted} for ${operator} of ${body.dtype}`, dtype);
  const isProduct = body.kind === "binary" && body.operator === "multiply";
  require(operator !== "dot" || isProduct, place, "a multiply as the body of dot", describe(body));
  checkExpressions(body, { place, kernel, foldRank: extents.length, folds: kernel.folds.slice(0, number) });
}

function checkExpressions(root: Expression, scope: Scope): void {
  visitExpressions([root], (expression) => {
    checkType(scope.place, expression.dtype);
    checkNode(expression, scope);
  });
}

function checkNode(expression: Expression, scope: Scope): void {
  const { place, kernel } = scope;
  const { dtype } = expression;
  switch (expression.kind) {
    case "constant":
      return checkConstant(expression.value, dtype, place);
    case "index":
      return checkReference("index axis", expression.axis, kernel.shape.length, scope);
    case "foldIndex":
      require(scope.foldRank !== undefined, place, "foldIndex in fold bodies only", "one in an output");
      return checkReference("foldIndex axis", expression.axis, scope.foldRank ?? 0, scope);
    case "scalar":
      checkReference("scalar", expression.scalar, kernel.scalars.length, scope);
      return requireType(dtype, kernel.scalars[expression.scalar]!, `scalar ${expression.scalar}`, place);
    case "folded":
      checkReference("folded", expression.fold, scope.folds.length, scope);
      return requireType(dtype, scope.folds[expression.fold]!.dtype, `folded ${expression.fold}`, place);
    case "load":
      return checkLoad(expression, scope);
    case "unary":
      requireType(dtype, expression.operand.dtype, expression.operator, place);
      return checkDomain(expression.operator, unaryDomain(expression.operator), dtype, place);
    case "binary":
      requireType(expression.left.dtype, dtype, `left of ${expression.operator}`, place);
      requireType(expression.right.dtype, dtype, `right of ${expression.operator}`, place);
      return checkDomain(expression.operator, binaryDomain(expression.operator), dtype, place);
    case "compare":
      requireType(dtype, "bool", expression.operator, place);
      return requireType(expression.right.dtype, expression.left.dtype, `right of ${expression.operator}`, place);
    case "select":
      requireType(expression.condition.dtype, "bool", "condition of select", place);
      requireType(expression.whenTrue.dtype, dtype, "select", place);
      return requireType(expression.whenFalse.dtype, dtype, "select", place);
    case "cast":
      return undefined;
  }
}

function checkLoad(load: Load, scope: Scope): void {
  const { place, kernel } = scope;
  checkReference("load of input", load.input, kernel.inputs.length, scope);
  const { dtype, shape } = kernel.inputs[load.input]!;
  requireType(load.dtype, dtype, `load of input ${load.input}`, place);
  const count = load.coordinates.length;
  require(count === shape.length, place, `${shape.length} coordinates for input ${load.input}`, String(count));
  load.coordinates.forEach((coordinate) => requireType(coordinate.dtype, "int32", "coordinate", place));
  if (load.outside !== undefined) checkConstant(load.outside, dtype, place);
}

function checkConstant(value: number, dtype: DType, place: string): void {
  require(isFloat(dtype) || value === roundTo(dtype, value), place, `a constant of type ${dtype}`, String(value));
}

function checkReference(what: string, number: number, count: number, { place }: Scope): void {
  const inRange = Number.isInteger(number) && number >= 0 && number < count;
  require(inRange, place, `${what} below ${count}`, String(number));
}

type Domain = "numbers" | "floats" | "integers" | "integers and bool";

function checkDomain(operator: string, domain: Domain, dtype: DType, place: string): void {
  const isInteger = dtype === "int32" || dtype === "uint32";
  const fits = {
    numbers: dtype !== "bool",
    floats: isFloat(dtype),
    integers: isInteger,
    "integers and bool": !isFloat(dtype),
  }[domain];
  require(fits, place, `${operator} of ${domain}`, dtype);
}

function unaryDomain(operator: UnaryOperator): Domain {
  if (operator === "not") return "integers and bool";
  return operator === "negate" || operator === "absolute" || operator === "sign" ? "numbers" : "floats";
}

function binaryDomain(operator: BinaryOperator): Domain {
  switch (operator) {
    case "divide":
    case "power":
      return "floats";
    case "and":
    case "or":
    case "xor":
      return "integers and bool";
    case "shiftLeft":
    case "shiftRight":
      return "integers";
    default:
      return "numbers";
  }
}

function checkSizes(what: string, sizes: readonly number[]): void {
  const valid = sizes.every((size) => Number.isInteger(size) && size >= 0);
  require(valid, what, "integers of at least 0", `[${sizes.join(", ")}]`);
}

function checkType(place: string, dtype: DType): void {
  require(dtypes.includes(dtype), place, `a type of ${dtypes.join(", ")}`, dtype);
}

function requireType(got: DType, expected: DType, what: string, place: string): void {
  require(got === expected, place, `${what} to be ${expected}`, got);
}

function require(holds: boolean, place: string, expected: string, got: string): void {
  if (!holds) throw broken(place, expected, got);
}

function broken(place: string, expected: string, got: string): NNError {
  return new NNError("formula", `kernel, ${place}: expected ${expected}, got ${got}`);
}

function describe(expression: Expression): string {
  return "operator" in expression ? expression.operator : expression.kind;
}
