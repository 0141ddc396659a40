import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addAffine, affine, coefficientOf, flatOffset, fromAffine, isLinear } from "./affine.ts";
import { add, constant, floorDivide, foldIndex, index, modulo, multiply, subtract, unary } from "./build.ts";
import { evaluateBinary, evaluateUnary } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { expressionKey } from "./key.ts";
import { printExpression } from "./print/printExpression.ts";
import { domainOf, rangeOf, type Domain } from "./ranges.ts";

const domain: Domain = domainOf({ shape: [4, 30], inputs: [] }, { extents: [3] });

function show(expression: Expression): string {
  return printExpression(fromAffine(affine(expression, domain)));
}

describe("affine", () => {
  it("collects terms", () => {
    const expression = subtract(add(multiply(index(0), 3), add(index(1), 5)), multiply(index(0), 2));
    const form = affine(expression, domain);
    expect(form.constant).toBe(5);
    expect(coefficientOf(form, "index", 0)).toBe(1);
    expect(coefficientOf(form, "index", 1)).toBe(1);
    expect(coefficientOf(form, "foldIndex", 0)).toBe(0);
    expect(isLinear(form)).toBe(true);
  });

  it("puts terms in an order that does not depend on which of them was made first", () => {
    // Made before the others, which this process has not seen: their keys are larger.
    const [second, quotient] = [index(11), floorDivide(index(12), 7)];
    expressionKey(add(second, quotient));
    const expression = add(add(quotient, foldIndex(10)), add(second, floorDivide(index(11), 7)));
    expect(show(add(expression, index(10)))).toBe("i10 + i11 + u10 + i11 // 7 + i12 // 7");
  });

  it("resolves a quotient and a remainder where ranges allow", () => {
    const flat = add(multiply(index(0), 30), index(1));
    expect(affine(floorDivide(flat, 30), domain)).toEqual(affine(index(0), domain));
    expect(affine(modulo(flat, 30), domain)).toEqual(affine(index(1), domain));
    expect(isLinear(affine(floorDivide(flat, 31), domain))).toBe(false);
  });

  it("joins nested quotients", () => {
    expect(affine(floorDivide(floorDivide(index(1), 2), 3), domain)).toEqual(affine(floorDivide(index(1), 6), domain));
  });

  it("makes reshapes vanish from a flat offset", () => {
    const flat = add(multiply(index(0), 30), index(1));
    const coordinates = [
      floorDivide(flat, 30),
      modulo(floorDivide(flat, 15), 2),
      modulo(floorDivide(flat, 5), 3),
      modulo(flat, 5),
    ];
    expect(fromAffine(flatOffset(coordinates, [4, 2, 3, 5], domain))).toEqual(fromAffine(affine(flat, domain)));
  });

  it("removes terms that cancel", () => {
    const a = affine(index(0), domain);
    expect(addAffine(a, a, -1)).toEqual({ constant: 0, terms: [] });
  });

  it("keeps the quotient of a negative number, rounded down", () => {
    const shifted = floorDivide(subtract(index(1), 1), 2);
    expect(isLinear(affine(shifted, domain))).toBe(false);
    expect(show(floorDivide(subtract(multiply(index(0), 4), 1), 4))).toBe(show(subtract(index(0), 1)));
  });
});

/** Random index arithmetic with small numbers. */
const expressions: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, depthSize: "medium" },
    fc.constantFrom(index(0), index(1), foldIndex(0)),
    fc
      .oneof(
        fc.integer({ min: -9, max: 9 }),
        fc.maxSafeInteger().map((x) => x | 0),
      )
      .map((value) => constant(value, "int32")),
    fc.tuple(fc.constantFrom(add, subtract, multiply), tie("any"), tie("any")).map(([join, a, b]) => join(a, b)),
    fc
      .tuple(fc.constantFrom(floorDivide, modulo), tie("any"), fc.integer({ min: 1, max: 7 }))
      .map(([join, a, b]) => join(a, b)),
    tie("any").map((a) => unary("negate", a)),
  ),
})).any;

function valueAt(expression: Expression, at: { index: number[]; fold: number[] }): number {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "index":
      return at.index[expression.axis]!;
    case "foldIndex":
      return at.fold[expression.axis]!;
    case "unary":
      return evaluateUnary(expression.operator, "int32", valueAt(expression.operand, at));
    case "binary":
      return evaluateBinary(expression.operator, "int32", valueAt(expression.left, at), valueAt(expression.right, at));
    default:
      throw new Error(`unexpected ${expression.kind}`);
  }
}

const places = fc.record({
  index: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 29 })),
  fold: fc.tuple(fc.integer({ min: 0, max: 2 })),
});

describe("properties", () => {
  it("an affine form has the value of its expression", () => {
    fc.assert(
      fc.property(expressions, places, (expression, at) => {
        expect(valueAt(fromAffine(affine(expression, domain)), at)).toBe(valueAt(expression, at));
      }),
      { numRuns: 2000 },
    );
  });

  it("a range contains every value", () => {
    fc.assert(
      fc.property(expressions, places, (expression, at) => {
        const range = rangeOf(expression, domain);
        if (!range) return;
        const value = valueAt(expression, at);
        expect(value).toBeGreaterThanOrEqual(range.minimum);
        expect(value).toBeLessThanOrEqual(range.maximum);
      }),
      { numRuns: 2000 },
    );
  });
});
