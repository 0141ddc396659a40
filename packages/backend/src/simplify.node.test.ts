import { describe, expect, it } from "vitest";
import {
  add,
  and,
  cast,
  constant,
  equal,
  floorDivide,
  folded,
  foldIndex,
  index,
  less,
  lessEqual,
  load,
  modulo,
  multiply,
  select,
  subtract,
} from "./build.ts";
import { kernelKey } from "./key.ts";
import type { Kernel } from "./kernel.ts";
import { printExpression } from "./print/printExpression.ts";
import { domainOf, type Domain } from "./ranges.ts";
import { simplify, simplifyKernel } from "./simplify.ts";

const image = { dtype: "float32", shape: [8, 8] } as const;
const domain: Domain = domainOf({ shape: [8, 8], inputs: [image] });

describe("simplify", () => {
  it("removes a bounds test that always holds, and only then", () => {
    const shifted = load(0, image, [index(0), subtract(index(1), 1)], 0);
    expect(simplify(shifted, domain)).toHaveProperty("outside", 0);
    const interior: Domain = { ...domain, index: [domain.index[0]!, { minimum: 1, maximum: 7 }] };
    expect(simplify(shifted, interior)).not.toHaveProperty("outside");
  });

  it("replaces a load that is always outside by its value", () => {
    expect(simplify(load(0, image, [index(0), add(index(1), 8)], -1), domain)).toEqual(constant(-1, "float32"));
  });

  it("decides comparisons of indices", () => {
    expect(simplify(less(index(0), 8), domain)).toEqual(constant(1, "bool"));
    expect(simplify(lessEqual(8, index(0)), domain)).toEqual(constant(0, "bool"));
    expect(simplify(less(index(0), 4), domain).kind).toBe("compare");
    expect(simplify(equal(add(index(0), 1), add(index(0), 1)), domain)).toEqual(constant(1, "bool"));
  });

  it("takes the branch of a decided select", () => {
    const x = load(0, image, [index(0), index(1)]);
    const inside = and(lessEqual(0, index(0)), less(index(0), 8));
    expect(simplify(select(inside, x, 0), domain)).toBe(x);
  });

  it("leaves floats alone where a rewrite would change NaN, infinities or the sign of zero", () => {
    const x = load(0, image, [index(0), index(1)]);
    expect(simplify(multiply(x, 0), domain).kind).toBe("binary");
    expect(simplify(add(x, 0), domain).kind).toBe("binary");
    expect(simplify(subtract(x, 0), domain)).toBe(x);
  });

  it("knows the only value of an index of size 1", () => {
    const narrow = domainOf({ shape: [1, 8], inputs: [image] });
    expect(printExpression(simplify(load(0, image, [index(0), index(1)]), narrow))).toBe("x0[0, i1]");
  });

  it("keeps the product of a dot on top", () => {
    const x = load(0, image, [index(0), foldIndex(0)]);
    const kernel: Kernel = {
      shape: [8],
      inputs: [image],
      scalars: [],
      folds: [{ operator: "dot", extents: [8], dtype: "float32", body: multiplyNode(x, constant(1, "float32")) }],
      outputs: [{ dtype: "float32", value: folded(0, "float32") }],
    };
    expect(simplifyKernel(kernel).folds[0]!.body).toMatchObject({ kind: "binary", operator: "multiply" });
  });
});

describe("kernelKey", () => {
  const kernelOf = (value: Kernel["outputs"][number]["value"]): Kernel => ({
    shape: [8, 8],
    inputs: [image],
    scalars: [],
    folds: [],
    outputs: [{ dtype: value.dtype, value }],
  });

  it("is equal for equal structure", () => {
    const make = (): Kernel => kernelOf(load(0, image, [modulo(index(0), 3), floorDivide(index(1), 2)], 0));
    expect(kernelKey(make())).toBe(kernelKey(make()));
  });

  it("differs where anything differs", () => {
    const x = load(0, image, [index(0), index(1)]);
    const variants = [
      kernelOf(x),
      kernelOf(load(0, image, [index(1), index(0)])),
      kernelOf(load(0, image, [index(0), index(1)], 0)),
      kernelOf(load(0, image, [index(0), index(1)], -0)),
      kernelOf(add(x, 0)),
      kernelOf(add(x, -0)),
      kernelOf(subtract(x, 1)),
      kernelOf(cast(x, "int32")),
      { ...kernelOf(x), shape: [8, 4] },
      { ...kernelOf(x), inputs: [{ ...image, shape: [9, 8] }] },
    ];
    expect(new Set(variants.map(kernelKey)).size).toBe(variants.length);
  });
});

/** A product that the builder would fold away. */
function multiplyNode(left: Kernel["folds"][number]["body"], right: typeof left): typeof left {
  return { kind: "binary", dtype: left.dtype, operator: "multiply", left, right };
}
