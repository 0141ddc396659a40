import { backend, checkSecondGradient } from "@nn/testing";
import { explain, grad, sum, tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { AvgPool2d, avgPool2d } from "./avgPool2d.ts";

const device = await backend();
const plane = (...rows: readonly number[][]): Tensor =>
  tensor(rows.flat(), { backend: device, shape: [1, 1, rows.length, rows[0]!.length], requiresGradient: true });

describe("avgPool2d", () => {
  const ones = plane([1, 1], [1, 1]);

  it("takes the mean of each window", async () => {
    const x = plane([1, 2, 5, 0], [4, 5, 1, 6]);
    expect(await avgPool2d(x, { kernelSize: 2 }).toArray()).toEqual([[[[3, 3]]]]);
    expect(await avgPool2d(x, { kernelSize: [1, 2], stride: [1, 1] }).toArray()).toEqual([
      [[[1.5, 3.5, 2.5], [4.5, 3, 3.5]]], // prettier-ignore
    ]);
  });

  it("counts padding, or not", async () => {
    expect(await avgPool2d(ones, { kernelSize: 2, padding: 1 }).toArray()).toEqual([[[[0.25, 0.25], [0.25, 0.25]]]]); // prettier-ignore
    const options = { kernelSize: 2, padding: 1, countIncludePad: false };
    expect(await avgPool2d(ones, options).toArray()).toEqual([[[[1, 1], [1, 1]]]]); // prettier-ignore
  });

  it("never counts what sticks out beyond the padding in ceil mode", async () => {
    const x = plane([1, 2, 3, 4, 5]);
    expect(await avgPool2d(x, { kernelSize: [1, 2], ceilMode: true }).toArray()).toEqual([[[[1.5, 3.5, 5]]]]);
    const options = { kernelSize: [1, 4], stride: [1, 3], padding: [0, 1], ceilMode: true };
    const counts = [4, 3]; // 7 padded elements: the window from 3 on has 4, none of which sticks out
    expect(await avgPool2d(x, options).toArray()).toEqual([[[[6 / counts[0]!, (3 + 4 + 5) / 4]]]]);
    const wide = await avgPool2d(plane([2, 2, 2, 2, 2, 2]), options).toArray();
    expect(wide).toEqual([[[[1.5, 2, 2 / 2]]]]);
  });

  it("divides by what it is told", async () => {
    expect(await avgPool2d(ones, { kernelSize: 2, divisorOverride: 8 }).toArray()).toEqual([[[[0.5]]]]);
  });

  it("gives each element the share of its windows", async () => {
    const gradient = async (options: Parameters<typeof avgPool2d>[1]): Promise<number[]> => [
      ...(await grad(sum(avgPool2d(ones, options)), [ones])[0]!.data()),
    ];
    expect(await gradient({ kernelSize: 2 })).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(await gradient({ kernelSize: 2, stride: 1, padding: 1 })).toEqual([1, 1, 1, 1]);
    expect(await gradient({ kernelSize: 2, stride: 1, padding: 1, countIncludePad: false })).toEqual([
      2.25, 2.25, 2.25, 2.25,
    ]);
  });

  it.each([{ kernelSize: 2 }, { kernelSize: 3, stride: 2, padding: 1, countIncludePad: false }])(
    "can be differentiated twice: %j",
    async (options) => {
      const data = Array.from({ length: 32 }, (_, position) => Math.sin(position));
      await checkSecondGradient((input) => avgPool2d(input, options), [{ data, shape: [1, 2, 4, 4] }]);
    },
  );

  it("needs no loop for the gradient of windows apart", () => {
    const gradient = grad(sum(avgPool2d(ones, { kernelSize: 2 })), [ones]);
    expect(explain(gradient).kernels.at(-1)?.kernel.folds).toEqual([]);
  });

  it("divides gradients by the counts that divided the values, whatever the padding", async () => {
    const data = plane([1, 2, 3], [4, 5, 6], [7, 8, 9]);
    const options = { kernelSize: 2, stride: 1, padding: [[1, 0], [0, 1]], countIncludePad: false } as const; // prettier-ignore
    const y = avgPool2d(data, options);
    expect(await y.toArray()).toEqual([[[[1.5, 2.5, 3], [3, 4, 4.5], [6, 7, 7.5]]]]); // prettier-ignore
    const upstream = tensor([2, 4, 8, 4, 8, 4, 4, 8, 4], { backend: device, shape: [1, 1, 3, 3] });
    expect([...(await grad(y, [data], upstream)[0]!.data())]).toEqual([2, 6, 14, 2, 6, 8, 1, 3, 4]);
  });

  it("divides gradients at borders by the elements that are there, with the padding that keeps the size", async () => {
    const x = plane([1, 1], [1, 1]);
    const y = avgPool2d(x, { kernelSize: 2, stride: 1, padding: "same", countIncludePad: false });
    expect(await y.toArray()).toEqual([[[[1, 1], [1, 1]]]]); // prettier-ignore
    // Windows of 4, 2, 2 and 1 elements: the last element is in all of them.
    expect([...(await grad(sum(y), [x])[0]!.data())]).toEqual([0.25, 0.75, 0.75, 2.25]);
  });

  it("counts the elements of dilated windows", async () => {
    const x = plane([1, 2, 3, 4, 5]);
    const options = { kernelSize: [1, 2], stride: 1, padding: [0, 1], dilation: [1, 2] };
    expect(await avgPool2d(x, { ...options, countIncludePad: false }).toArray()).toEqual([[[[2, 2, 3, 4, 4]]]]);
    expect(await avgPool2d(x, options).toArray()).toEqual([[[[1, 2, 3, 4, 2]]]]);
  });

  it("gives 0, and no gradient, where a window has no element", async () => {
    const x = plane([7]);
    const options = { kernelSize: [1, 2], stride: 1, padding: [0, 1], dilation: [1, 2], countIncludePad: false };
    const y = avgPool2d(x, options);
    expect(await y.toArray()).toEqual([[[[0]]]]);
    expect(await grad(y, [x])[0]!.toArray()).toEqual([[[[0]]]]);
  });

  it("lets NaN and infinities through", async () => {
    const x = plane([NaN, 1, Infinity, 2, -Infinity, Infinity]);
    expect([...(await avgPool2d(x, { kernelSize: [1, 2] }).data())]).toEqual([NaN, Infinity, NaN]);
  });

  it.each([
    [
      [2, 2],
      { kernelSize: 2 },
      "avgPool2d: expected input of rank 4 [batch, channels, height, width] or 3 [channels, height, width], got [2, 2]",
    ],
    [
      [1, 1, 4, 4],
      { kernelSize: 2, padding: 2 },
      "avgPool2d: expected padding below the window's reach of [2, 2], got [2, 2]",
    ],
    [
      [1, 1, 4, 4],
      { kernelSize: 2, divisorOverride: 0 },
      "avgPool2d: expected divisorOverride to be a number other than 0, got 0",
    ],
    [
      [1, 1, 0, 4],
      { kernelSize: 1 },
      "avgPool2d: expected a padded input of at least [1, 1], over which the window reaches, got [0, 4]",
    ],
  ])("refuses %j with %j", (shape, options, message) => {
    expect(() => avgPool2d(zeros(shape, { backend: device }), options)).toThrow(message);
  });
});

describe("AvgPool2d", () => {
  it("pools", async () => {
    const layer = new AvgPool2d({ kernelSize: [1, 2], countIncludePad: false });
    expect(await layer.forward(plane([1, 3, 5, 9])).toArray()).toEqual([[[[2, 7]]]]);
    expect(layer.toString()).toBe("AvgPool2d(kernelSize=[1, 2], countIncludePad=false)");
  });

  it("refuses options out of their range when it is made", () => {
    expect(() => new AvgPool2d({ kernelSize: [2, 2.5] })).toThrow(
      "AvgPool2d: expected kernelSize to be an integer of at least 1 or 2 of them, got [2, 2.5]",
    );
    expect(() => new AvgPool2d({ kernelSize: 2, divisorOverride: 0 })).toThrow(
      "AvgPool2d: expected divisorOverride to be a number other than 0, got 0",
    );
  });
});
