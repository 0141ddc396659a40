import { describe, expect, it } from "vitest";
import {
  add,
  and,
  binary,
  cast,
  constant,
  divide,
  equal,
  floorDivide,
  foldIndex,
  folded,
  index,
  less,
  lessEqual,
  load,
  modulo,
  multiply,
  notEqual,
  or,
  scalar,
  select,
  shiftLeft,
  shiftRight,
  subtract,
  unary,
  xor,
} from "../build.ts";
import type { TensorType } from "../kernel.ts";
import { printExpression } from "./printExpression.ts";

const type: TensorType = { dtype: "float32", shape: [4] };
const x = load(0, type, [index(0)]);
const [a, b, c] = [scalar(0, "float32"), scalar(1, "float32"), scalar(2, "float32")];
const [i, j] = [index(0), index(1)];

describe("printExpression", () => {
  it.each([
    [constant(-0, "float32"), "-0"],
    [constant(-Infinity, "float32"), "-inf"],
    [constant(NaN, "float64"), "nan"],
    [constant(1, "bool"), "true"],
    [constant(1e-5, "float32"), "0.00001"],
    [folded(1, "float32"), "r1"],
    [foldIndex(1), "u1"],
    [x, "x0[i0]"],
    [load(1, { dtype: "float32", shape: [] }, []), "x1[]"],
    [load(0, type, [subtract(i, 1)], 0), "x0[i0 - 1] (outside: 0)"],
    [unary("squareRoot", unary("absolute", a)), "sqrt(abs(s0))"],
    [unary("negate", add(a, b)), "-(s0 + s1)"],
    [unary("not", equal(a, b)), "!(s0 == s1)"],
    [unary("not", i), "~i0"],
    [cast(i, "float32"), "float32(i0)"],
    [binary("power", a, b), "power(s0, s1)"],
    [binary("maximum", a, binary("minimum", b, c)), "max(s0, min(s1, s2))"],
  ])("prints leaves and functions: %#", (expression, text) => {
    expect(printExpression(expression)).toBe(text);
  });

  it.each([
    [add(multiply(a, b), c), "s0 * s1 + s2"],
    [multiply(a, add(b, c)), "s0 * (s1 + s2)"],
    [subtract(subtract(a, b), c), "s0 - s1 - s2"],
    [subtract(a, subtract(b, c)), "s0 - (s1 - s2)"],
    [divide(a, multiply(b, c)), "s0 / (s1 * s2)"],
    [add(a, constant(-2, "float32")), "s0 - 2"],
    [multiply(a, constant(-2, "float32")), "s0 * -2"],
    [add(multiply(i, 2), j), "2*i0 + i1"],
    [modulo(floorDivide(i, 4), 3), "i0 // 4 % 3"],
    [floorDivide(i, modulo(j, 3)), "i0 // (i1 % 3)"],
    [and(less(a, b), lessEqual(b, c)), "s0 < s1 & s1 <= s2"],
    [and(or(equal(a, b), notEqual(b, c)), equal(a, c)), "(s0 == s1 | s1 != s2) & s0 == s2"],
    [xor(shiftLeft(i, 3), shiftRight(j, add(i, 1))), "i0 << 3 ^ i1 >> i0 + 1"],
    [add(select(less(a, b), a, b), c), "(s0 < s1 ? s0 : s1) + s2"],
    [select(less(a, b), a, select(less(b, c), b, c)), "s0 < s1 ? s0 : (s1 < s2 ? s1 : s2)"],
  ])("puts brackets where they are needed: %#", (expression, text) => {
    expect(printExpression(expression)).toBe(text);
  });

  it("takes names", () => {
    const names = { inputs: ["image"], scalars: ["scale"], axes: ["row"] };
    expect(printExpression(multiply(x, a), names)).toBe("image[row] * scale");
  });
});
