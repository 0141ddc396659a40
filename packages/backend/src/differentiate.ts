import { binary, cast, constant, equal, floorDivide, less, lessEqual, and, power, select, unary } from "./build.ts";
import { isFloat } from "./dtype.ts";
import { NNError } from "./errors.ts";
import type { Binary, Expression, Unary } from "./expression.ts";

/**
 * The derivative of a float expression with respect to the value of input `input`.
 *
 * Every `Load` of that input counts as the one variable, wherever it reads; all else is constant. Where a function has
 * a kink, the convention is PyTorch's: 0 for `absolute` at 0, half to each side where `maximum` or `minimum` ties, and
 * 0 for what moves in steps. Zeros and ones are simplified away as they arise, so that the result is about as
 * small as one written by hand; `constant(0)` means that the expression does not depend on the input.
 *
 * @throws NNError `dtype` where the expression is not a float
 */
export function differentiate(expression: Expression, input: number): Expression {
  if (!isFloat(expression.dtype)) {
    throw new NNError("dtype", `differentiate: expected a float expression, got ${expression.dtype}`);
  }
  const known = new Map<Expression, Expression>();
  const derivative = (node: Expression): Expression => {
    const before = known.get(node);
    if (before) return before;
    const result = isFloat(node.dtype) ? differentiateNode(node, input, derivative) : constant(0, node.dtype);
    known.set(node, result);
    return result;
  };
  return derivative(expression);
}

type Derivative = (node: Expression) => Expression;

function differentiateNode(node: Expression, input: number, derivative: Derivative): Expression {
  switch (node.kind) {
    case "load":
      return constant(node.input === input ? 1 : 0, node.dtype);
    case "unary": {
      const inner = derivative(node.operand);
      return isConstant(inner, 0) ? inner : times(unaryDerivative(node), inner);
    }
    case "binary":
      return differentiateBinary(node, derivative(node.left), derivative(node.right));
    case "select":
      return choose(node.condition, derivative(node.whenTrue), derivative(node.whenFalse));
    case "cast":
      return isFloat(node.operand.dtype) ? cast(derivative(node.operand), node.dtype) : constant(0, node.dtype);
    default:
      return constant(0, node.dtype);
  }
}

/** f'(x), for `node` = f(x). */
function unaryDerivative(node: Unary): Expression {
  const x = node.operand;
  const one = constant(1, node.dtype);
  switch (node.operator) {
    case "negate":
      return constant(-1, node.dtype);
    case "absolute":
      return unary("sign", x);
    case "squareRoot":
      return over(constant(0.5, node.dtype), node);
    case "exp":
      return node;
    case "expm1":
      return unary("exp", x);
    case "log":
      return over(one, x);
    case "log1p":
      return over(one, plus(x, one));
    case "sin":
      return unary("cos", x);
    case "cos":
      return negative(unary("sin", x));
    case "tan":
      return plus(times(node, node), one);
    case "atan":
      return over(one, plus(times(x, x), one));
    case "tanh":
      return minus(one, times(node, node));
    case "sigmoid":
      return times(node, minus(one, node));
    case "erf":
      return times(unary("exp", negative(times(x, x))), constant(2 / Math.sqrt(Math.PI), node.dtype));
    case "sign":
    case "floor":
    case "ceil":
    case "round":
    case "truncate":
    case "not":
      return constant(0, node.dtype);
  }
}

function differentiateBinary(node: Binary, dLeft: Expression, dRight: Expression): Expression {
  const { left, right } = node;
  const zero = constant(0, node.dtype);
  if (isConstant(dLeft, 0) && isConstant(dRight, 0)) return zero;
  switch (node.operator) {
    case "add":
      return plus(dLeft, dRight);
    case "subtract":
      return minus(dLeft, dRight);
    case "multiply":
      if (left === right) return times(times(left, constant(2, node.dtype)), dLeft);
      return plus(times(right, dLeft), times(left, dRight));
    case "divide":
      return over(minus(dLeft, times(node, dRight)), right);
    case "power":
      return differentiatePower(node, dLeft, dRight);
    case "modulo":
      return minus(dLeft, times(isConstant(dRight, 0) ? zero : floorDivide(left, right), dRight));
    case "maximum":
      return differentiateExtremum(less(left, right), equal(left, right), dLeft, dRight);
    case "minimum":
      return differentiateExtremum(less(right, left), equal(left, right), dLeft, dRight);
    default:
      return zero;
  }
}

/** The right side's derivative where it wins, the mean of both at a tie, else the left side's. */
function differentiateExtremum(
  rightWins: Expression,
  tie: Expression,
  dLeft: Expression,
  dRight: Expression,
): Expression {
  const half = times(plus(dLeft, dRight), constant(0.5, dLeft.dtype));
  return choose(rightWins, dRight, choose(tie, half, dLeft));
}

/**
 * x^p: p·x^(p-1)·x' + x^p·log(x)·p'. Neither term may bring in a NaN where it is 0 in the limit: the first one where
 * p = 0, the second one where x = 0 and p ≥ 0.
 */
function differentiatePower(node: Binary, dLeft: Expression, dRight: Expression): Expression {
  const { left, right, dtype } = node;
  const zero = constant(0, dtype);
  const one = constant(1, dtype);
  const ofBase = (): Expression => {
    const slope = times(powerOf(left, minus(right, one)), right);
    return right.kind === "constant" ? slope : choose(equal(right, zero), zero, slope);
  };
  const ofExponent = (): Expression => {
    const slope = times(node, unary("log", left));
    if (left.kind === "constant" && left.value !== 0) return slope;
    return choose(and(equal(left, zero), lessEqual(zero, right)), zero, slope);
  };
  const first = isConstant(dLeft, 0) ? zero : times(ofBase(), dLeft);
  const second = isConstant(dRight, 0) ? zero : times(ofExponent(), dRight);
  return plus(first, second);
}

function powerOf(base: Expression, exponent: Expression): Expression {
  if (isConstant(exponent, 0)) return constant(1, base.dtype);
  return isConstant(exponent, 1) ? base : power(base, exponent);
}

function plus(left: Expression, right: Expression): Expression {
  if (isConstant(left, 0)) return right;
  return isConstant(right, 0) ? left : binary("add", left, right);
}

function minus(left: Expression, right: Expression): Expression {
  if (isConstant(right, 0)) return left;
  return isConstant(left, 0) ? negative(right) : binary("subtract", left, right);
}

function times(left: Expression, right: Expression): Expression {
  if (isConstant(left, 0) || isConstant(right, 0)) return constant(0, left.dtype);
  if (isConstant(left, -1)) return negative(right);
  return isConstant(right, -1) ? negative(left) : binary("multiply", left, right);
}

function over(left: Expression, right: Expression): Expression {
  return isConstant(left, 0) ? left : binary("divide", left, right);
}

function negative(operand: Expression): Expression {
  return unary("negate", operand);
}

function choose(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  const isSame = whenTrue.kind === "constant" && isConstant(whenFalse, whenTrue.value);
  return isSame ? whenTrue : select(condition, whenTrue, whenFalse);
}

function isConstant(expression: Expression, value: number): boolean {
  return expression.kind === "constant" && expression.value === value;
}
