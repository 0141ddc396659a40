import { arange, generator, grad, reshape, sum, tensor, zeros, type Tensor } from "@nn/tensor";
import { backend, checkSecondGradient, expectClose } from "@nn/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FractionalMaxPool2d, fractionalMaxPool2d, fractionalMaxPool2dWithIndices } from "./fractionalMaxPool2d.ts";
import { fractionalMaxPool3d } from "./fractionalMaxPool3d.ts";
import { maxUnpool2d } from "./maxUnpool2d.ts";

const on = { backend: await backend() };

const cases = fc
  .record({
    size: fc.integer({ min: 1, max: 14 }),
    outputSize: fc.integer({ min: 1, max: 14 }),
    // Sixteenths, so that the definition can be evaluated without rounding.
    sixteenths: fc.integer({ min: 0, max: 15 }),
  })
  .filter(({ size, outputSize }) => outputSize <= size);

/** Where each of `count` windows starts, and where the last one ends, as the definition says. */
function boundsOf(size: number, count: number, u: number): number[] {
  const at = (place: number): number => Math.floor(((place + u) * size) / count + 1e-9);
  return Array.from({ length: count + 1 }, (_, place) => at(place) - at(0));
}

function line(data: readonly number[], requiresGradient = false): Tensor {
  return tensor([...data], { ...on, shape: [1, 1, data.length, 1], requiresGradient });
}

describe("fractionalMaxPool2d without a kernelSize", () => {
  it("splits each axis into windows of two lengths, in random order", async () => {
    // α = 7 / 5, u = 0.3: windows start at 0, 1, 3, 4 and 6.
    const x = line([2, 4, 3, 1, 5, 2, 3]);
    const samples = tensor([[[0.3, 0]]], on);
    const { output, indices } = fractionalMaxPool2dWithIndices(x, { outputSize: [5, 1], samples });
    expect([...(await output.data())]).toEqual([2, 4, 1, 5, 3]);
    expect([...(await indices.data())]).toEqual([0, 1, 3, 4, 6]);
    const cube = reshape(arange(8, on), [1, 2, 2, 2]);
    const whole = { outputSize: 1, generator: generator(1) };
    expect([...(await fractionalMaxPool3d(cube, whole).data())]).toEqual([7]);
  });

  it("covers every element once, and gives each window's maximum the gradient", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, outputSize, sixteenths }) => {
        const data = Array.from({ length: size }, (_, position) => (position * 7) % 13);
        const bounds = boundsOf(size, outputSize, sixteenths / 16);
        expect(bounds.at(-1)).toBe(size);
        const windows = bounds.slice(1).map((end, at) => data.slice(bounds[at], end));
        const x = line(data, true);
        const samples = tensor([[[sixteenths / 16, 0]]], on);
        const { output, indices } = fractionalMaxPool2dWithIndices(x, { outputSize: [outputSize, 1], samples });
        expect([...(await output.data())]).toEqual(windows.map((window) => Math.max(...window)));
        const expected = data.map(() => 0);
        windows.forEach((window, at) => (expected[bounds[at]! + window.indexOf(Math.max(...window))] = 1));
        expectClose(await grad(sum(output), [x])[0]!.data(), expected);
        const back = maxUnpool2d(output, indices, { kernelSize: 1, outputSize: [size, 1] });
        expectClose(await back.data(), expected.map((won, at) => won * data[at]!)); // prettier-ignore
      }),
      { numRuns: 60 },
    );
  });

  it("can be differentiated twice", async () => {
    const data = Array.from({ length: 20 }, (_, position) => (position * 7) % 20);
    await checkSecondGradient(
      (x) => fractionalMaxPool2d(x, { outputSize: [3, 2], generator: generator(5) }),
      [{ data, shape: [1, 1, 5, 4] }],
    );
  });

  it("says what fits", () => {
    const x = zeros([1, 1, 4, 4], on);
    expect(() => fractionalMaxPool2d(x, { outputSize: 5, generator: generator(1) })).toThrow(
      "fractionalMaxPool2d: expected outputSize from 1 to inputSize, got [5, 5] for an input of [4, 4]",
    );
    const half = new FractionalMaxPool2d({ outputRatio: 0.5, seed: 1 });
    expect(half.forward(x).shape).toEqual([1, 1, 2, 2]);
  });
});
