import { backend, checkSecondGradient } from "@nn/testing";
import { explain, grad, sum, tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { MaxPool2d, maxPool2d, maxPool2dWithIndices } from "./maxPool2d.ts";

const device = await backend();
const plane = (...rows: readonly number[][]): Tensor =>
  tensor(rows.flat(), { backend: device, shape: [1, 1, rows.length, rows[0]!.length], requiresGradient: true });
const gradientOf = async (x: Tensor, result: Tensor): Promise<unknown> => [
  ...(await grad(sum(result), [x])[0]!.data()),
];

describe("maxPool2d", () => {
  it("takes the maximum of each window", async () => {
    const x = plane([1, 2, 5, 0], [4, 3, 1, 6], [-1, -2, -3, -4], [-5, -6, -7, -8]);
    expect(await maxPool2d(x, { kernelSize: 2 }).toArray()).toEqual([[[[4, 6], [-1, -3]]]]); // prettier-ignore
  });

  it("moves by the stride, and windows may overlap", async () => {
    const x = plane([1, 2, 3], [4, 5, 6], [7, 8, 9]);
    expect(await maxPool2d(x, { kernelSize: 2, stride: 1 }).toArray()).toEqual([[[[5, 6], [8, 9]]]]); // prettier-ignore
    expect(await maxPool2d(x, { kernelSize: [1, 3], stride: [2, 1] }).toArray()).toEqual([[[[3], [9]]]]);
  });

  it("never lets padding win", async () => {
    const x = plane([-1, -2], [-3, -4]);
    expect(await maxPool2d(x, { kernelSize: 2, padding: 1 }).toArray()).toEqual([[[[-1, -2], [-3, -4]]]]); // prettier-ignore
  });

  it("skips elements with dilation", async () => {
    const x = plane([1, 9, 2, 9, 3]);
    expect(await maxPool2d(x, { kernelSize: [1, 3], dilation: 2 }).toArray()).toEqual([[[[3]]]]);
  });

  it("counts a window that sticks out in ceil mode, but none that starts behind the input", async () => {
    const x = plane([1, 2, 3, 4, 5]);
    expect(await maxPool2d(x, { kernelSize: [1, 2], stride: 2 }).toArray()).toEqual([[[[2, 4]]]]);
    expect(await maxPool2d(x, { kernelSize: [1, 2], stride: 2, ceilMode: true }).toArray()).toEqual([[[[2, 4, 5]]]]);
    const options = { kernelSize: [1, 3], stride: [1, 4], ceilMode: true };
    expect(maxPool2d(zeros([1, 1, 1, 8], { backend: device }), options).shape).toEqual([1, 1, 1, 2]);
    const padded = { kernelSize: [1, 2], stride: [1, 3], padding: [0, 1], ceilMode: true };
    expect(maxPool2d(zeros([1, 1, 1, 5], { backend: device }), padded).shape).toEqual([1, 1, 1, 2]);
  });

  it("lets NaN win", async () => {
    const x = plane([1, NaN, 2, 5], [NaN, 3, 4, 1]);
    expect([...(await maxPool2d(x, { kernelSize: 2 }).data())]).toEqual([NaN, 5]);
  });

  it("gives the gradient to the first maximum", async () => {
    const x = plane([7, 7, 1, 2], [7, 7, 2, 2]);
    expect(await gradientOf(x, maxPool2d(x, { kernelSize: 2 }))).toEqual([1, 0, 0, 1, 0, 0, 0, 0]);
    const even = plane([3, 3, 3]);
    expect(await gradientOf(even, maxPool2d(even, { kernelSize: [1, 2], stride: 1 }))).toEqual([1, 1, 0]);
  });

  it("gives the gradient to a real element even where all are -infinity", async () => {
    const x = plane([-Infinity, -Infinity], [-Infinity, -Infinity]);
    expect(await gradientOf(x, maxPool2d(x, { kernelSize: 2, padding: 1 }))).toEqual([1, 1, 1, 1]);
  });

  it("gives no gradient to what no window covers", async () => {
    const x = plane([1, 2, 3, 4, 9]);
    expect(await gradientOf(x, maxPool2d(x, { kernelSize: [1, 2], stride: [1, 3] }))).toEqual([0, 1, 0, 0, 1]);
  });

  it.each([{ kernelSize: 2 }, { kernelSize: 3, stride: 1, padding: 1 }])(
    "can be differentiated twice: %j",
    async (options) => {
      const data = Array.from({ length: 32 }, (_, position) => (position * 13) % 32);
      await checkSecondGradient((input) => maxPool2d(input, options), [{ data, shape: [1, 2, 4, 4] }]);
    },
  );

  it("computes positions only where a gradient needs them, and windows apart without a loop", () => {
    const x = plane([1, 2], [3, 4]);
    const [forward] = explain(maxPool2d(x, { kernelSize: 2 })).kernels;
    expect(forward?.kernel.folds.map(({ operator }) => operator)).toEqual(["max"]);
    const gradient = grad(sum(maxPool2d(x, { kernelSize: 2 })), [x]);
    expect(explain(gradient).kernels.at(-1)?.kernel.folds).toEqual([]);
    const wide = zeros([1, 1, 4, 4], { backend: device, requiresGradient: true });
    const upstream = tensor(new Float32Array(4), { backend: device, shape: [1, 1, 2, 2] });
    const last = explain(grad(maxPool2d(wide, { kernelSize: 2 }), [wide], upstream)).kernels.at(-1);
    expect(last?.formula).toMatch(/\[0, 0, i \/\/ 2, j \/\/ 2\] == .* % 2.* \? x1/);
    expect(last?.formula).not.toMatch(/<|outside/);
  });

  it("keeps an empty batch", async () => {
    expect(await maxPool2d(zeros([0, 3, 4, 4], { backend: device }), { kernelSize: 2 }).data()).toHaveLength(0);
  });

  it.each([
    [
      [224, 224],
      { kernelSize: 2 },
      "maxPool2d: expected input of rank 4 [batch, channels, height, width] or 3 [channels, height, width], got [224, 224]",
    ],
    [
      [1, 1, 4, 4],
      { kernelSize: 1.5 },
      "maxPool2d: expected kernelSize to be an integer of at least 1 or 2 of them, got 1.5",
    ],
    [
      [1, 1, 4, 4],
      { kernelSize: [2, -1] },
      "maxPool2d: expected kernelSize to be an integer of at least 1 or 2 of them, got [2, -1]",
    ],
    [
      [1, 1, 4, 4],
      { kernelSize: 2, stride: 0 },
      "maxPool2d: expected stride to be an integer of at least 1 or 2 of them, got 0",
    ],
    [
      [1, 1, 4, 4],
      { kernelSize: 3, padding: 3 },
      "maxPool2d: expected padding below the window's reach of [3, 3], got [3, 3]",
    ],
    [
      [1, 1, 4, 2],
      { kernelSize: 3 },
      "maxPool2d: expected a padded input of at least [3, 3], over which the window reaches, got [4, 2]",
    ],
  ])("refuses %j with %j", (shape, options, message) => {
    expect(() => maxPool2d(zeros(shape, { backend: device }), options)).toThrow(message);
  });

  it("refuses truth values", () => {
    const truths = zeros([1, 1, 2, 2], { backend: device, dtype: "bool" });
    expect(() => maxPool2d(truths, { kernelSize: 2 })).toThrow(
      "maxPool2d: expected numbers, got bool; convert with cast",
    );
  });

  it.each(["int32", "uint32"] as const)("pools %s, even the lowest number there is", async (dtype) => {
    const lowest = dtype === "int32" ? -(2 ** 31) : 0;
    const x = tensor([lowest, lowest, 7, 3], { backend: device, dtype, shape: [1, 1, 1, 4] });
    const options = { kernelSize: [1, 2], padding: [0, 1] };
    const { output, indices } = maxPool2dWithIndices(x, options);
    expect([...(await output.data())]).toEqual([lowest, 7, 3]);
    expect([...(await indices.data())]).toEqual([0, 2, 3]);
  });

  it("starts dilated windows at their first tap inside, forward and backward", async () => {
    const x = plane([1, 5, 2, 4, 3]);
    const options = { kernelSize: [1, 2], stride: 1, padding: [0, 1], dilation: [1, 2] };
    const result = maxPool2dWithIndices(x, options);
    expect(await result.output.toArray()).toEqual([[[[5, 2, 5, 3, 4]]]]);
    expect(await result.indices.toArray()).toEqual([[[[1, 2, 1, 4, 3]]]]);
    expect(await gradientOf(x, maxPool2d(x, options))).toEqual([0, 2, 1, 1, 1]);
  });

  it("knows where a window of negative numbers has its maximum", async () => {
    const x = plane([-4, -3], [-2, -1]);
    expect(await gradientOf(x, maxPool2d(x, { kernelSize: 2 }))).toEqual([0, 0, 0, 1]);
  });

  it("is not limited to numbers above some seed", async () => {
    expect(await maxPool2d(plane([-2e5, -3e38]), { kernelSize: [1, 1], stride: 1 }).toArray()).toEqual([
      [[[-2e5, Math.fround(-3e38)]]],
    ]);
  });

  it.each([[[NaN, 1, 2]], [[1, NaN, 2]], [[1, 2, NaN]]])("lets NaN win wherever it is: %j", async (row) => {
    expect(await maxPool2d(plane(row), { kernelSize: [1, 3] }).toArray()).toEqual([[[[NaN]]]]);
  });

  it("gives the same gradient in ceil mode and with dilation as its values say", async () => {
    const x = plane([1, 2, 3, 4, 5]);
    expect(await gradientOf(x, maxPool2d(x, { kernelSize: [1, 2], ceilMode: true }))).toEqual([0, 1, 0, 1, 1]);
    expect(await gradientOf(x, maxPool2d(x, { kernelSize: [1, 2], stride: 1, dilation: [1, 3] }))).toEqual([
      0, 0, 0, 1, 1,
    ]);
  });

  it("has a value, but neither position nor gradient, where a window has no element", async () => {
    const x = plane([7]);
    const options = { kernelSize: [1, 2], stride: 1, padding: [0, 1], dilation: [1, 2] };
    const { output, indices } = maxPool2dWithIndices(x, options);
    expect(await output.toArray()).toEqual([[[[-Infinity]]]]);
    expect(await indices.toArray()).toEqual([[[[-1]]]]);
    expect(await gradientOf(x, output)).toEqual([0]);
  });
});

describe("maxPool2dWithIndices", () => {
  it("gives positions within the plane", async () => {
    const x = plane([1, 2, 5, 0], [4, 3, 1, 6]);
    const { output, indices } = maxPool2dWithIndices(x, { kernelSize: 2 });
    expect(await output.toArray()).toEqual([[[[4, 6]]]]);
    expect(await indices.toArray()).toEqual([[[[4, 7]]]]);
    expect(indices.dtype).toBe("int32");
    const padded = maxPool2dWithIndices(plane([1, 2, 3, 4]), {
      kernelSize: [1, 3],
      stride: 2,
      padding: [0, 1],
      dilation: 1,
    });
    expect(await padded.indices.toArray()).toEqual([[[[1, 3]]]]);
  });
});

describe("MaxPool2d", () => {
  it("pools", async () => {
    const layer = new MaxPool2d({ kernelSize: 2, stride: [2, 1] });
    expect(await layer.forward(plane([1, 2, 3], [4, 5, 6])).toArray()).toEqual([[[[5, 6]]]]);
    expect(layer.toString()).toBe("MaxPool2d(kernelSize=2, stride=[2, 1])");
    expect(layer.parameters()).toEqual([]);
    const { output, indices } = layer.forwardWithIndices(plane([1, 2, 3], [4, 5, 6]));
    expect(await output.toArray()).toEqual([[[[5, 6]]]]);
    expect(await indices.toArray()).toEqual([[[[4, 5]]]]);
  });

  it("refuses options out of their range when it is made", () => {
    expect(() => new MaxPool2d({ kernelSize: 1.5 })).toThrow(
      "MaxPool2d: expected kernelSize to be an integer of at least 1 or 2 of them, got 1.5",
    );
    expect(() => new MaxPool2d({ kernelSize: 2, padding: 2 })).toThrow(
      "MaxPool2d: expected padding below the window's reach of [2, 2], got [2, 2]",
    );
  });
});
