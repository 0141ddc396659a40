import { backend, checkSecondGradient, expectClose } from "@nn/testing";
import { arange, generator, grad, reshape, sum, tensor, zeros } from "@nn/tensor";
import { interpreter } from "@nn/backend";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FractionalMaxPool2d, fractionalMaxPool2d, fractionalMaxPool2dWithIndices } from "./fractionalMaxPool2d.ts";
import { FractionalMaxPool3d, fractionalMaxPool3d } from "./fractionalMaxPool3d.ts";

const on = { backend: await backend() };

/** Where windows start, as the definition says. */
function startsOf(size: number, kernel: number, count: number, u: number): number[] {
  const alpha = (size - kernel) / (count - 1);
  return Array.from({ length: count }, (_, place) =>
    place === count - 1 ? size - kernel : Math.floor((place + u) * alpha + 1e-9) - Math.floor(u * alpha + 1e-9),
  );
}

const cases = fc
  .record({
    size: fc.integer({ min: 1, max: 12 }),
    kernelSize: fc.integer({ min: 1, max: 3 }),
    outputSize: fc.integer({ min: 1, max: 9 }),
    // Sixteenths, so that the definition can be evaluated without rounding.
    sixteenths: fc.integer({ min: 0, max: 15 }),
  })
  .filter(({ size, kernelSize, outputSize }) => outputSize + kernelSize - 1 <= size);

describe("fractionalMaxPool2d", () => {
  it("takes the maximum of windows that start where the definition says", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, kernelSize, outputSize, sixteenths }) => {
        const x = reshape(arange(size, on), [1, 1, 1, size]);
        const samples = tensor([[[0, sixteenths / 16]]], on);
        const options = { kernelSize: [1, kernelSize], outputSize: [1, outputSize], samples };
        const expected = startsOf(size, kernelSize, outputSize, sixteenths / 16).map((start) => start + kernelSize - 1);
        expect([...(await fractionalMaxPool2d(x, options).data())]).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("gives every element of a window that it wins its gradient", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, kernelSize, outputSize, sixteenths }) => {
        const data = Array.from({ length: size }, (_, position) => (position * 7) % 13);
        const x = tensor(data, { ...on, shape: [1, 1, size, 1], requiresGradient: true });
        const samples = tensor([[[sixteenths / 16, 0]]], on);
        const { output, indices } = fractionalMaxPool2dWithIndices(x, {
          kernelSize: [kernelSize, 1],
          outputSize: [outputSize, 1],
          samples,
        });
        const expected = new Float64Array(size);
        (await indices.data()).forEach((position) => (expected[position]! += 1));
        expectClose(await grad(sum(output), [x])[0]!.data(), expected);
      }),
      { numRuns: 40 },
    );
  });

  it("draws other windows for each channel and call, and the same ones for the same seed on every backend", async () => {
    const draw = async (seed: number, device = on.backend): Promise<string[]> => {
      const x = reshape(arange(3 * 32, { backend: device }), [1, 3, 1, 32]);
      const source = generator(seed);
      const options = { kernelSize: 1, outputSize: [1, 13], generator: source };
      const results = [fractionalMaxPool2dWithIndices(x, options), fractionalMaxPool2dWithIndices(x, options)];
      return Promise.all(results.map(async ({ indices }) => [...(await indices.data())].join()));
    };
    const [one, two] = await draw(1);
    expect(one).not.toBe(two);
    const positions = one!.split(",");
    const channels = [0, 13, 26].map((start) => positions.slice(start, start + 13).join());
    expect(new Set(channels).size).toBeGreaterThan(1);
    expect(await draw(1, await interpreter())).toEqual([one, two]);
    expect((await draw(2))[0]).not.toBe(one);
  });

  it("has a size in proportion to the input", () => {
    const options = { kernelSize: 2, outputRatio: [0.5, 0.7], generator: generator(1) };
    expect(fractionalMaxPool2d(zeros([1, 1, 10, 10], on), options).shape).toEqual([1, 1, 5, 7]);
  });

  it("can be differentiated twice", async () => {
    const data = Array.from({ length: 20 }, (_, position) => (position * 7) % 20);
    const options = { kernelSize: 2, outputSize: [3, 2] };
    await checkSecondGradient(
      (x) => fractionalMaxPool2d(x, { ...options, generator: generator(5) }),
      [{ data, shape: [1, 1, 5, 4] }],
    );
  });

  const x = zeros([1, 1, 4, 4], on);
  it.each([
    [{ kernelSize: 2 }, "expected either outputSize or outputRatio, got neither"],
    [{ kernelSize: 2, outputSize: 2, outputRatio: 0.5 }, "expected either outputSize or outputRatio, got both"],
    [{ kernelSize: 2, outputRatio: 1 }, "expected outputRatio to be between 0 and 1, or 2 such numbers, got 1"],
    [
      { kernelSize: 2, outputSize: 4 },
      "expected outputSize from 1 to inputSize - kernelSize + 1, got [4, 4] for an input of [4, 4] and a window of [2, 2]",
    ],
    [{ kernelSize: 2, outputSize: 2 }, "expected a generator, or samples, got neither"],
    [{ kernelSize: 2, outputSize: 2, samples: x }, "expected samples of shape [1, 1, 2], got [1, 1, 4, 4]"],
  ])("refuses options that say %#", (options, message) => {
    expect(() => fractionalMaxPool2d(x, options)).toThrow(`fractionalMaxPool2d: ${message}`);
  });
});

it("fractionalMaxPool3d takes the maximum of each window", async () => {
  const volume = reshape(arange(20, on), [1, 1, 5, 2, 2]);
  const samples = tensor([[[0, 0, 0]]], on);
  const y = fractionalMaxPool3d(volume, { kernelSize: 2, outputSize: [3, 1, 1], samples });
  expect([...(await y.data())]).toEqual([7, 11, 19]);
});

it("FractionalMaxPool2d has a generator of its own", async () => {
  const x = reshape(arange(64, on), [1, 1, 8, 8]);
  const options = { kernelSize: 2, outputSize: 3 };
  const source = generator(7);
  const first = await new FractionalMaxPool2d({ ...options, generator: source }).forward(x).data();
  expect(await new FractionalMaxPool2d({ ...options, generator: generator(7) }).forward(x).data()).toEqual(first);
  expect(new FractionalMaxPool2d({ ...options, seed: 1 }).toString()).toBe(
    "FractionalMaxPool2d(kernelSize=2, outputSize=3)",
  );
  expect(() => new FractionalMaxPool3d({ kernelSize: 2 })).toThrow(
    "FractionalMaxPool3d: expected either outputSize or outputRatio, got neither",
  );
});
