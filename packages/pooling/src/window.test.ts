import { backend, checkGradient, expectClose } from "@nn/testing";
import { grad, mul, sum, tensor, type Tensor } from "@nn/tensor";
import { interpreter } from "@nn/backend";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { avgPool2d } from "./avgPool2d.ts";
import { maxPool2d } from "./maxPool2d.ts";

const device = await backend();
const exact = await interpreter();

interface Windows {
  readonly kernelSize: [number, number];
  readonly stride: [number, number];
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly dilation: [number, number];
  readonly ceilMode: boolean;
}

/** The elements under each window, row by row, and how many elements it has with its padding. */
function windowsOf(size: [number, number], options: Windows): { elements: [number, number][]; area: number }[] {
  const places = size.map((length, axis) => placesOf(length, options, axis));
  return places[0]!.flatMap((rows) =>
    places[1]!.map((columns) => ({
      elements: rows.inside.flatMap((row) => columns.inside.map((column): [number, number] => [row, column])),
      area: rows.area * columns.area,
    })),
  );
}

function placesOf(length: number, { kernelSize, stride, padding, dilation, ceilMode }: Windows, axis: number) {
  const [k, s, [before, after], d] = [kernelSize[axis]!, stride[axis]!, padding[axis]!, dilation[axis]!];
  const places: { inside: number[]; area: number }[] = [];
  for (let start = -before; ; start += s) {
    const end = start + d * (k - 1) + 1;
    const counts = ceilMode ? start < length && end < length + after + s : end <= length + after;
    if (!counts) return places;
    const taps = Array.from({ length: k }, (_, tap) => start + tap * d);
    const inside = taps.filter((tap) => tap >= 0 && tap < length);
    places.push({ inside, area: taps.filter((tap) => tap < length + after).length });
  }
}

const pair = (minimum: number, maximum: number): fc.Arbitrary<[number, number]> => {
  const size = fc.integer({ min: minimum, max: maximum });
  return fc.tuple(size, size);
};
const cases = fc
  .record({
    size: pair(1, 6),
    kernelSize: pair(1, 3),
    stride: pair(1, 4),
    dilation: pair(1, 2),
    ceilMode: fc.boolean(),
    ends: fc.array(pair(0, 2), { minLength: 2, maxLength: 2 }),
  })
  .map(({ ends, ...options }) => ({
    ...options,
    padding: ends.map(([before, after], axis) => {
      const largest = options.dilation[axis]! * (options.kernelSize[axis]! - 1);
      return [Math.min(before, largest), Math.min(after, largest)] as const;
    }),
  }))
  .filter(({ size, kernelSize, padding, dilation }) =>
    kernelSize.every((k, axis) => dilation[axis]! * (k - 1) + 1 <= size[axis]! + padding[axis]![0] + padding[axis]![1]),
  );

/** Different numbers in no order. */
function shuffled(length: number): Float64Array {
  return new Float64Array(length).map((_, position) => ((position * 37) % 101) / 8 - 5);
}

/** Gradients are checked against differences in float64; on the backend under test they have to be the same ones. */
async function expectSameGradient(f: (input: Tensor) => Tensor, data: Float64Array, shape: number[]): Promise<void> {
  const [actual, expected] = [device, exact].map((on) => {
    const x = tensor(Float32Array.from(data), { backend: on, shape, requiresGradient: true });
    const y = f(x);
    return grad(sum(mul(y, y)), [x])[0]!.data();
  });
  expectClose(await actual!, await expected!);
}

describe("pooling", () => {
  it("takes the maximum that plain loops find, with right gradients", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, ...options }) => {
        const shape = [1, 2, ...size];
        const data = shuffled(2 * size[0] * size[1]);
        const x = tensor(Float32Array.from(data), { backend: device, shape });
        const expected = [0, 1].flatMap((channel) =>
          windowsOf(size, options).map(({ elements }) =>
            Math.max(...elements.map(([row, column]) => data[(channel * size[0] + row) * size[1] + column]!)),
          ),
        );
        expectClose(await maxPool2d(x, options).data(), expected);
        await checkGradient((input) => maxPool2d(input, options), [{ data, shape }]);
        await expectSameGradient((input) => maxPool2d(input, options), data, shape);
      }),
      { numRuns: 40 },
    );
  });

  it("takes the mean that plain loops find, with right gradients", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.boolean(), async ({ size, ...options }, countIncludePad) => {
        const shape = [1, 1, ...size];
        const data = shuffled(size[0] * size[1]);
        const x = tensor(Float32Array.from(data), { backend: device, shape });
        const expected = windowsOf(size, options).map(({ elements, area }) => {
          const total = elements.reduce((sum, [row, column]) => sum + data[row * size[1] + column]!, 0);
          return total / (countIncludePad ? area : Math.max(1, elements.length));
        });
        const pool = { ...options, countIncludePad };
        expectClose(await avgPool2d(x, pool).data(), expected);
        await checkGradient((input) => avgPool2d(input, pool), [{ data, shape }]);
        await expectSameGradient((input) => avgPool2d(input, pool), data, shape);
      }),
      { numRuns: 40 },
    );
  });

  it("gives as many windows as PyTorch", () => {
    const count = (length: number, kernelSize: number, stride: number, padding: number, ceilMode: boolean): number =>
      maxPool2d(tensor(new Float32Array(length), { backend: device, shape: [1, 1, 1, length] }), {
        kernelSize: [1, kernelSize],
        stride: [1, stride],
        padding: [0, padding],
        ceilMode,
      }).shape[3]!;
    expect(count(8, 3, 4, 0, false)).toBe(2);
    expect(count(8, 3, 4, 0, true)).toBe(2);
    expect(count(5, 2, 2, 0, false)).toBe(2);
    expect(count(5, 2, 2, 0, true)).toBe(3);
    expect(count(5, 3, 2, 1, true)).toBe(3);
    expect(count(6, 3, 2, 1, true)).toBe(4);
  });
});
