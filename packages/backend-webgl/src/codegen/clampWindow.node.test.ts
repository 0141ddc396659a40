import {
  add,
  domainOf,
  foldIndex,
  folded,
  index,
  interpret,
  load,
  maximum,
  minimum,
  multiply,
  someExpression,
  type Fold,
  type Kernel,
} from "@nn/backend";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampWindows, withoutIdleBounds } from "./clampWindow.ts";

interface Window {
  readonly size: number;
  readonly output: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation?: number;
}

const padded: Window = { size: 4, output: 2, kernelSize: 3, stride: 2, padding: 1 };

/** Windows along the second of two axes. */
function pooling(window: Window, changes: Partial<Fold> = {}, outside = -Infinity): Kernel {
  const { size, output, kernelSize, stride, padding, dilation = 1 } = window;
  const input = { dtype: "float32", shape: [2, size] } as const;
  const place = add(add(multiply(index(1), stride), -padding), multiply(foldIndex(0), dilation));
  const body = load(0, input, [index(0), place], outside);
  const fold: Fold = { operator: "max", extents: [kernelSize], dtype: "float32", body, ...changes };
  return {
    shape: [2, output],
    inputs: [input],
    scalars: [],
    folds: [fold],
    outputs: [{ dtype: fold.dtype, value: folded(0, fold.dtype) }],
  };
}

const isGuarded = ({ folds }: Kernel): boolean =>
  someExpression(folds[0]!.body, (node) => node.kind === "load" && node.outside !== undefined);

const run = (kernel: Kernel, values: readonly number[]): number[] => [
  ...interpret(kernel, [Float32Array.from(values)])[0]!,
];

describe("clampWindows", () => {
  it("reads the nearest place inside instead of padding", () => {
    const clamped = clampWindows(pooling(padded));
    expect(isGuarded(clamped)).toBe(false);
    expect(run(clamped, [-4, -3, -2, -1, 5, NaN, 7, 8])).toEqual([-3, -1, NaN, NaN]);
    const least = pooling(padded, { operator: "min" }, Infinity);
    expect(isGuarded(clampWindows(least))).toBe(false);
    expect(run(clampWindows(least), [4, 3, 2, 1, 5, 6, 7, 8])).toEqual([3, 1, 5, 6]);
  });

  it.each<[string, Kernel]>([
    ["windows that lie outside as a whole", pooling({ ...padded, kernelSize: 2, padding: 2 })],
    ["windows behind the end", pooling({ ...padded, output: 4 })],
    ["gaps between elements", pooling({ ...padded, dilation: 2, padding: 2 })],
    ["sums", pooling(padded, { operator: "sum" }, 0)],
    ["positions of maxima", pooling(padded, { operator: "argmax", dtype: "int32" })],
    ["padding that may win", pooling(padded, {}, 0)],
  ])("leaves %s", (_, kernel) => {
    expect(clampWindows(kernel)).toEqual(kernel);
  });

  it("leaves windows that are slanted", () => {
    const input = { dtype: "float32", shape: [4, 4] } as const;
    const places = [add(add(index(0), -1), foldIndex(0)), add(add(index(1), -1), foldIndex(0))];
    const kernel = pooling(padded, { body: load(0, input, places, -Infinity) });
    const slanted = { ...kernel, shape: [4, 4], inputs: [input] };
    expect(clampWindows(slanted)).toEqual(slanted);
  });

  it("changes no maximum of any window", () => {
    const small = fc.integer({ min: 1, max: 4 });
    const window = fc.record({
      size: small,
      output: small,
      kernelSize: small,
      stride: small,
      padding: fc.nat(3),
      dilation: fc.integer({ min: 1, max: 2 }),
    });
    const values = fc.array(fc.constantFrom(-Infinity, -2, -1, -0.5, 3, NaN), { minLength: 8, maxLength: 8 });
    let clamped = 0;
    fc.assert(
      fc.property(window, values, (one, numbers) => {
        const kernel = pooling(one);
        const changed = clampWindows(kernel);
        clamped += Number(!isGuarded(changed));
        const own = numbers.slice(0, 2 * one.size);
        expect(run(changed, own)).toEqual(run(kernel, own));
      }),
      { numRuns: 500 },
    );
    expect(clamped).toBeGreaterThan(50);
  });
});

it("drops bounds that are never reached", () => {
  const domain = domainOf({ shape: [4], inputs: [] });
  const place = add(index(0), 1);
  expect(withoutIdleBounds(maximum(minimum(place, 4), 0), domain)).toEqual(place);
  expect(withoutIdleBounds(maximum(minimum(place, 3), 0), domain)).toEqual(minimum(place, 3));
  expect(withoutIdleBounds(maximum(place, 2), domain)).toEqual(maximum(place, 2));
});
