import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { grad, mul, sum, tensor, zeros, type Tensor } from "@nn/tensor";
import { interpreter } from "@nn/backend";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdaptiveAvgPool1d, adaptiveAvgPool1d } from "./adaptiveAvgPool1d.ts";
import { AdaptiveAvgPool2d, adaptiveAvgPool2d } from "./adaptiveAvgPool2d.ts";
import { adaptiveAvgPool3d } from "./adaptiveAvgPool3d.ts";
import { adaptiveMaxPool1dWithIndices } from "./adaptiveMaxPool1d.ts";
import { AdaptiveMaxPool2d, adaptiveMaxPool2d, adaptiveMaxPool2dWithIndices } from "./adaptiveMaxPool2d.ts";
import { adaptiveMaxPool3d } from "./adaptiveMaxPool3d.ts";

const on = { backend: await backend() };
const exact = await interpreter();

/** The rows and columns of each window, by the definition. */
function windows(size: readonly number[], outputSize: readonly number[]): number[][] {
  const [rows, columns] = size.map((length, axis) =>
    Array.from({ length: outputSize[axis]! }, (_, place) => {
      const start = Math.floor((place * length) / outputSize[axis]!);
      const end = Math.ceil(((place + 1) * length) / outputSize[axis]!);
      return Array.from({ length: end - start }, (_, step) => start + step);
    }),
  );
  return rows!.flatMap((down) =>
    columns!.map((across) => down.flatMap((row) => across.map((column) => row * size[1]! + column))),
  );
}

const pair = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
const shuffled = (length: number) => Float64Array.from({ length }, (_, at) => ((at * 37) % 101) / 8 - 5);

async function expectSameGradient(f: (input: Tensor) => Tensor, data: Float64Array, shape: number[]): Promise<void> {
  const [actual, expected] = [on.backend, exact].map((device) => {
    const x = tensor(Float32Array.from(data), { backend: device, shape, requiresGradient: true });
    const y = f(x);
    return grad(sum(mul(y, y)), [x])[0]!.data();
  });
  expectClose(await actual!, await expected!);
}

describe("adaptive pooling", () => {
  it("takes the means and maxima of the windows that it is defined by", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(pair, pair, async (size, outputSize) => {
        const shape = [1, 1, ...size];
        const data = shuffled(size[0] * size[1]);
        const x = tensor(Float32Array.from(data), { ...on, shape });
        const elements = windows(size, outputSize).map((places) => places.map((place) => data[place]!));
        const options = { outputSize };
        const means = elements.map((window) => window.reduce((a, b) => a + b) / window.length);
        expectClose(await adaptiveAvgPool2d(x, options).data(), means);
        const { output, indices } = adaptiveMaxPool2dWithIndices(x, options);
        const maxima = elements.map((window) => Math.max(...window));
        expectClose(await output.data(), maxima);
        expect([...(await indices.data())]).toEqual(maxima.map((maximum) => data.indexOf(maximum)));
        for (const pool of [adaptiveAvgPool2d, adaptiveMaxPool2d]) {
          await checkGradient((input) => pool(input, options), [{ data, shape }]);
          await expectSameGradient((input) => pool(input, options), data, shape);
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each([adaptiveAvgPool2d, adaptiveMaxPool2d])("can be differentiated twice: %o", async (pool) => {
    const data = shuffled(15);
    await checkSecondGradient((x) => pool(x, { outputSize: [2, 4] }), [{ data, shape: [1, 1, 3, 5] }]);
    await checkSecondGradient((x) => pool(x, { outputSize: [3, 1] }), [{ data, shape: [1, 1, 3, 5] }]);
  });

  it("keeps the size of an axis with null", async () => {
    const x = zeros([1, 1, 4, 5], on);
    expect(adaptiveAvgPool2d(x, { outputSize: [null, 2] }).shape).toEqual([1, 1, 4, 2]);
    expect(adaptiveMaxPool2d(x, { outputSize: null }).shape).toEqual([1, 1, 4, 5]);
  });

  it("works in one and three dimensions", async () => {
    const row = tensor([[[1, 9, 5, 7, 3]]], on);
    expect(await adaptiveAvgPool1d(row, { outputSize: 2 }).toArray()).toEqual([[[5, 5]]]);
    const { output, indices } = adaptiveMaxPool1dWithIndices(row, { outputSize: 2 });
    expect(await output.toArray()).toEqual([[[9, 7]]]);
    expect(await indices.toArray()).toEqual([[[1, 3]]]);
    const volume = tensor([1, 2, 3, 4, 5, 6], { ...on, shape: [1, 1, 3, 1, 2] });
    expect(await adaptiveAvgPool3d(volume, { outputSize: [2, 1, 1] }).toArray()).toEqual([[[[[2.5]], [[4.5]]]]]);
    expect(await adaptiveMaxPool3d(volume, { outputSize: [2, 1, 2] }).toArray()).toEqual([[[[[3, 4]], [[5, 6]]]]]);
  });

  it("gives the gradient to the first maximum, lets NaN win, and finds a place for -infinity", async () => {
    const x = tensor([[[2, 2, 2]]], { ...on, requiresGradient: true });
    const gradient = grad(adaptiveMaxPool1dWithIndices(x, { outputSize: 2 }).output, [x])[0]!;
    expect(await gradient.toArray()).toEqual([[[1, 1, 0]]]);
    const odd = tensor([[[1, NaN, 3, 4, -Infinity]]], on);
    expect(await adaptiveMaxPool1dWithIndices(odd, { outputSize: 2 }).output.toArray()).toEqual([[[NaN, 4]]]);
    const lowest = tensor([[[-Infinity, -Infinity, -Infinity]]], on);
    expect(await adaptiveMaxPool1dWithIndices(lowest, { outputSize: 2 }).indices.toArray()).toEqual([[[0, 1]]]);
  });

  it.each([
    [0, "AdaptiveAvgPool1d: expected outputSize to be null or an integer of at least 1, got 0"],
    [[2, 2], "AdaptiveAvgPool1d: expected outputSize to be null or an integer of at least 1, got [2, 2]"],
  ])("refuses size %j", (outputSize, message) => {
    expect(() => new AdaptiveAvgPool1d({ outputSize })).toThrow(message);
  });

  it("refuses an empty plane", () => {
    expect(() => adaptiveAvgPool2d(zeros([1, 1, 0, 4], on), { outputSize: 1 })).toThrow(
      "adaptiveAvgPool2d: expected spatial sizes of at least 1, got [1, 1, 0, 4]",
    );
  });
});

it("AdaptiveAvgPool2d and AdaptiveMaxPool2d pool", async () => {
  const x = tensor([[[[1, 2, 6]]]], on);
  const [mean, maximum] = [new AdaptiveAvgPool2d({ outputSize: 1 }), new AdaptiveMaxPool2d({ outputSize: [null, 1] })];
  expect(await mean.forward(x).toArray()).toEqual([[[[3]]]]);
  expect(await maximum.forward(x).toArray()).toEqual([[[[6]]]]);
  expect(await maximum.forwardWithIndices(x).indices.toArray()).toEqual([[[[2]]]]);
  expect(maximum.toString()).toBe("AdaptiveMaxPool2d(outputSize=[null, 1])");
});
