import type { Binary, BinaryOperator, Compare, Expression, Load, Unary } from "../expression.ts";

/** What the variables of a printed expression are called; what is left out gets a letter or a number. */
export interface ExpressionNames {
  /** Default: `x0`, `x1`, … */
  readonly inputs?: readonly string[];
  /** Default: `s0`, `s1`, … */
  readonly scalars?: readonly string[];
  /** The axes of the kernel's shape. Default: `i0`, `i1`, … */
  readonly axes?: readonly string[];
  /** The axes of the fold around it. Default: `u0`, `u1`, … */
  readonly foldAxes?: readonly string[];
  /** Text to print in place of a node, such as the name of a subexpression that is printed elsewhere. */
  readonly replace?: (expression: Expression) => string | undefined;
}

/**
 * An expression as one line that people read, such as `max(x0[i0, 2*i1] + 1, 0)`.
 *
 * Operators are written as in TypeScript, but `//` is floorDivide and `%` modulo, both rounding down; the type of a
 * constant is left out, and what a guarded load gives outside its input follows it in brackets.
 */
export function printExpression(expression: Expression, names: ExpressionNames = {}): string {
  return print(expression, names, 0);
}

/** How tightly operators bind; the operand of a tighter one is put in brackets. */
const precedence = {
  select: 1,
  or: 2,
  xor: 3,
  and: 4,
  equality: 5,
  order: 6,
  shift: 7,
  sum: 8,
  product: 9,
  prefix: 10,
};

const infix: { readonly [O in BinaryOperator | Compare["operator"]]?: { symbol: string; level: number } } = {
  or: { symbol: "|", level: precedence.or },
  xor: { symbol: "^", level: precedence.xor },
  and: { symbol: "&", level: precedence.and },
  equal: { symbol: "==", level: precedence.equality },
  notEqual: { symbol: "!=", level: precedence.equality },
  less: { symbol: "<", level: precedence.order },
  lessEqual: { symbol: "<=", level: precedence.order },
  shiftLeft: { symbol: "<<", level: precedence.shift },
  shiftRight: { symbol: ">>", level: precedence.shift },
  add: { symbol: "+", level: precedence.sum },
  subtract: { symbol: "-", level: precedence.sum },
  multiply: { symbol: "*", level: precedence.product },
  divide: { symbol: "/", level: precedence.product },
  floorDivide: { symbol: "//", level: precedence.product },
  modulo: { symbol: "%", level: precedence.product },
};

const functionNames: { readonly [operator: string]: string } = {
  absolute: "abs",
  squareRoot: "sqrt",
  truncate: "trunc",
  maximum: "max",
  minimum: "min",
};

function print(expression: Expression, names: ExpressionNames, level: number): string {
  const replacement = names.replace?.(expression);
  if (replacement !== undefined) return replacement;
  switch (expression.kind) {
    case "constant":
      return expression.dtype === "bool" ? String(expression.value !== 0) : printNumber(expression.value);
    case "index":
      return names.axes?.[expression.axis] ?? `i${expression.axis}`;
    case "foldIndex":
      return names.foldAxes?.[expression.axis] ?? `u${expression.axis}`;
    case "scalar":
      return names.scalars?.[expression.scalar] ?? `s${expression.scalar}`;
    case "folded":
      return `r${expression.fold}`;
    case "load":
      return printLoad(expression, names);
    case "unary":
      return printUnary(expression, names);
    case "binary":
    case "compare":
      return printBinary(expression, names, level);
    case "select": {
      const { condition, whenTrue, whenFalse } = expression;
      const [first, ...others] = [condition, whenTrue, whenFalse].map((part) => print(part, names, precedence.or));
      return bracket(`${first} ? ${others.join(" : ")}`, precedence.select < level);
    }
    case "cast":
      return `${expression.dtype}(${print(expression.operand, names, 0)})`;
  }
}

function printLoad({ input, coordinates, outside }: Load, names: ExpressionNames): string {
  const name = names.inputs?.[input] ?? `x${input}`;
  const inside = `${name}[${coordinates.map((coordinate) => print(coordinate, names, 0)).join(", ")}]`;
  return outside === undefined ? inside : `${inside} (outside: ${printNumber(outside)})`;
}

function printUnary({ operator, operand, dtype }: Unary, names: ExpressionNames): string {
  if (operator === "negate") return `-${print(operand, names, precedence.prefix)}`;
  if (operator === "not") return `${dtype === "bool" ? "!" : "~"}${print(operand, names, precedence.prefix)}`;
  return `${functionNames[operator] ?? operator}(${print(operand, names, 0)})`;
}

function printBinary(expression: Binary | Compare, names: ExpressionNames, level: number): string {
  const { operator } = expression;
  const notation = infix[operator];
  if (!notation) {
    const operands = [expression.left, expression.right].map((operand) => print(operand, names, 0));
    return `${functionNames[operator] ?? operator}(${operands.join(", ")})`;
  }
  const [left, right, symbol] = spelling(expression, notation.symbol);
  const isIndexProduct = operator === "multiply" && expression.dtype === "int32";
  const text = [
    print(left, names, notation.level),
    isIndexProduct ? symbol : ` ${symbol} `,
    print(right, names, notation.level + 1),
  ].join("");
  return bracket(text, notation.level < level);
}

/** Writes `i*2` as `2*i` and `i + -1` as `i - 1`. */
function spelling(expression: Binary | Compare, symbol: string): [Expression, Expression, string] {
  const { left, right, operator } = expression;
  if (right.kind !== "constant") return [left, right, symbol];
  if (operator === "multiply" && right.dtype === "int32") return [right, left, symbol];
  const isNegative = right.value < 0 && Number.isFinite(right.value);
  if (operator === "add" && isNegative) return [left, { ...right, value: -right.value }, "-"];
  return [left, right, symbol];
}

function printNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return String(value).replace("Infinity", "inf").replace("NaN", "nan");
}

function bracket(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}
