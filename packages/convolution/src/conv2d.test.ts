import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { arange, backward, generator, grad, mul, ones, reshape, tensor, sum, zeros, type Tensor } from "@nn/tensor";
import { interpreter, type Backend, type TypedArray } from "@nn/backend";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Conv2d, conv2d } from "./conv2d.ts";

const device = await backend();
/** Gradients are checked against differences in float64; on the backend under test they have to be the same ones. */
const exact = await interpreter();
const count = (...shape: number[]): Tensor =>
  reshape(
    arange(
      shape.reduce((product, size) => product * size, 1),
      { backend: device },
    ),
    shape,
  );

describe("conv2d", () => {
  it("sums products under the kernel", async () => {
    const kernel = tensor([[[[1, 10], [100, 1000]]]], { backend: device }); // prettier-ignore
    expect(await conv2d(count(1, 1, 3, 3), kernel).toArray()).toEqual([[[[4310, 5421], [7643, 8754]]]]); // prettier-ignore
  });

  it("adds the bias of each output channel", async () => {
    const weight = ones([2, 1, 1, 1], { backend: device });
    const bias = tensor([10, 20], { backend: device });
    expect(await conv2d(count(1, 1, 1, 2), weight, bias).toArray()).toEqual([[[[10, 11]], [[20, 21]]]]);
  });

  it("sees zeros beyond the input, and moves by the stride", async () => {
    const weight = ones([1, 1, 3, 3], { backend: device });
    const result = conv2d(ones([1, 1, 4, 4], { backend: device }), weight, undefined, { padding: 1, stride: 2 });
    expect(await result.toArray()).toEqual([[[[4, 6], [6, 9]]]]); // prettier-ignore
  });

  it("keeps the size with padding same, the odd zero at the end", async () => {
    const weight = ones([1, 1, 1, 2], { backend: device });
    const result = conv2d(count(1, 1, 1, 3), weight, undefined, { padding: "same" });
    expect(await result.toArray()).toEqual([[[[1, 3, 2]]]]);
    expect(conv2d(count(1, 1, 5, 5), ones([1, 1, 4, 3], { backend: device }), undefined, { padding: "valid" }).shape).toEqual([1, 1, 2, 3]); // prettier-ignore
  });

  it("gives ⌈size / stride⌉ positions with padding same", async () => {
    const weight = ones([1, 1, 1, 3], { backend: device });
    const result = (padding: "same" | "same-lower"): Tensor =>
      conv2d(count(1, 1, 1, 4), weight, undefined, { padding, stride: [1, 2] });
    expect(await result("same").toArray()).toEqual([[[[3, 5]]]]);
    expect(await result("same-lower").toArray()).toEqual([[[[1, 6]]]]);
  });

  it("pads the two ends of an axis differently", async () => {
    const result = conv2d(count(1, 1, 1, 2), ones([1, 1, 1, 2], { backend: device }), undefined, {
      padding: [0, [2, 0]],
    });
    expect(await result.toArray()).toEqual([[[[0, 0, 1]]]]);
  });

  it("takes an image without a batch", async () => {
    const result = conv2d(count(1, 1, 2), ones([2, 1, 1, 2], { backend: device }));
    expect(await result.toArray()).toEqual([[[1]], [[1]]]);
  });

  it("skips elements with dilation", async () => {
    const weight = ones([1, 1, 1, 2], { backend: device });
    const result = conv2d(count(1, 1, 1, 4), weight, undefined, { dilation: 2 });
    expect(await result.toArray()).toEqual([[[[2, 4]]]]);
  });

  it("keeps groups apart", async () => {
    const weight = tensor([1, 10, 100, 1000], { backend: device, shape: [4, 1, 1, 1] });
    const result = conv2d(tensor([1, 2], { backend: device, shape: [1, 2, 1, 1] }), weight, undefined, { groups: 2 });
    expect([...(await result.data())]).toEqual([1, 10, 200, 2000]);
  });

  it("gives nothing for an empty batch", async () => {
    const result = conv2d(zeros([0, 1, 3, 3], { backend: device }), ones([2, 1, 2, 2], { backend: device }));
    expect(result.shape).toEqual([0, 2, 2, 2]);
    expect(await result.data()).toHaveLength(0);
  });

  it("is what plain loops compute, with right gradients", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, outputs, kernelSize, ...options }) => {
        fc.pre(fits(shape, kernelSize, options));
        const weightShape = [outputs * options.groups, shape[1]! / options.groups, ...kernelSize];
        const [x, w, b] = [randomLike(shape, 1), randomLike(weightShape, 2), randomLike([weightShape[0]!], 3)];
        const result = conv2d(toTensor(x), toTensor(w), toTensor(b), options);
        expectClose(await result.data(), naive(x, w, b, options));
        await checkGradient((input, weight, bias) => conv2d(input, weight, bias, options), [x, w, b]);
        const [actual, expected] = [
          await gradients(device, options, x, w, b),
          await gradients(exact, options, x, w, b),
        ];
        actual.forEach((gradient, input) => expectClose(gradient, expected[input]!));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    { stride: 1, padding: 1, dilation: 1, groups: 1 },
    { stride: 2, padding: 1, dilation: 2, groups: 2 },
  ])("can be differentiated twice: %j", async (options) => {
    const [x, w, b] = [randomLike([1, 2, 4, 3], 1), randomLike([2, 2 / options.groups, 2, 2], 2), randomLike([2], 3)];
    await checkSecondGradient((input, weight, bias) => conv2d(input, weight, bias, options), [x, w, b]);
  });

  it.each([
    [
      [4, 4],
      [2, 3, 2, 2],
      {},
      "conv2d: expected input of rank 4 [batch, channels, height, width] or 3 [channels, height, width], got [4, 4]",
    ],
    [
      [1, 4, 4, 4],
      [2, 4, 2, 2],
      { groups: 2 },
      "conv2d: expected weight of shape [outputs, 2, kernel height, kernel width] for input [1, 4, 4, 4] and groups 2, got [2, 4, 2, 2]",
    ],
    [[1, 3, 4, 4], [2, 3, 2, 2], { groups: 2 }, "conv2d: expected groups to divide the 3 input channels, got 2"],
    [[1, 4, 4, 4], [3, 2, 2, 2], { groups: 2 }, "conv2d: expected groups to divide the 3 output channels, got 2"],
    [
      [1, 1, 4, 4],
      [1, 1, 3, 3],
      { dilation: 2 },
      "conv2d: expected a padded input of at least [5, 5], over which the kernel [3, 3] reaches, got [4, 4]",
    ],
    [
      [1, 1, 4, 4],
      [1, 1, 3, 3],
      { stride: 0 },
      "conv2d: expected stride to be an integer of at least 1 or 2 of them, got 0",
    ],
    [
      [1, 1, 4, 4],
      [1, 1, 3, 3],
      { padding: [1, [0, -1]] },
      "conv2d: expected padding of one axis to be an integer of at least 0 or 2 of them, got [0, -1]",
    ],
  ] as const)("refuses %j with weight %j and %j", (shape, weightShape, options, message) => {
    const [x, w] = [zeros(shape, { backend: device }), zeros(weightShape, { backend: device })];
    expect(() => conv2d(x, w, undefined, options)).toThrow(message);
  });

  it("refuses tensors of two backends", async () => {
    const weight = zeros([1, 1, 2, 2], { backend: await interpreter({ name: "elsewhere" }) });
    expect(() => conv2d(zeros([1, 1, 2, 2], { backend: device }), weight)).toThrow(
      `conv2d: expected tensors of one backend, got ${device.name} and elsewhere; move one with to(tensor, backend)`,
    );
  });

  it("refuses a bias of another size, and integers", () => {
    const [x, w] = [zeros([1, 1, 2, 2], { backend: device }), zeros([3, 1, 1, 1], { backend: device })];
    expect(() => conv2d(x, w, zeros([2], { backend: device }))).toThrow("conv2d: expected bias of shape [3], got [2]");
    const integers = zeros([1, 1, 2, 2], { backend: device, dtype: "int32" });
    expect(() => conv2d(integers, integers)).toThrow(
      "conv2d: expected float32 or float64, got int32; convert with cast",
    );
  });
});

describe("Conv2d", () => {
  it("has a weight and a bias, drawn from the generator", async () => {
    const make = (seed: number): Conv2d =>
      new Conv2d(4, 6, { kernelSize: [3, 1], groups: 2, backend: device, generator: generator(seed) });
    const layer = make(1);
    expect(layer.namedParameters().map(([name, { shape }]) => [name, shape])).toEqual([
      ["weight", [6, 2, 3, 1]],
      ["bias", [6]],
    ]);
    expect(await layer.weight.data()).toEqual(await make(1).weight.data());
    expect(await layer.weight.data()).not.toEqual(await make(2).weight.data());
    expect(Math.max(...(await layer.weight.data()))).toBeLessThan(1 / Math.sqrt(6));
  });

  it("applies them, and collects their gradients", async () => {
    const layer = new Conv2d(1, 1, { kernelSize: 2, backend: device });
    layer.loadStateDict({ weight: ones([1, 1, 2, 2], { backend: device }), bias: tensor([0.5], { backend: device }) });
    const result = layer.forward(count(1, 1, 2, 3));
    expect(await result.toArray()).toEqual([[[[8.5, 12.5]]]]);
    backward(sum(result));
    expect(await layer.weight.grad?.toArray()).toEqual([[[[1, 3], [7, 9]]]]); // prettier-ignore
    expect(await layer.bias?.grad?.toArray()).toEqual([2]);
  });

  it("can do without a bias", () => {
    const layer = new Conv2d(1, 2, { kernelSize: 3, bias: false, backend: device });
    expect(layer.parameters()).toHaveLength(1);
    expect(layer.forward(count(1, 1, 3, 3)).shape).toEqual([1, 2, 1, 1]);
  });

  it("prints its options where they are not the defaults", () => {
    const plain = new Conv2d(1, 32, { kernelSize: 3, backend: device });
    expect(plain.toString()).toBe("Conv2d(1, 32, kernelSize=[3, 3], stride=1)");
    const options = { kernelSize: 3, stride: [2, 1], padding: "valid", dilation: 2, groups: 2, bias: false } as const;
    expect(new Conv2d(2, 4, { ...options, backend: device }).toString()).toBe(
      'Conv2d(2, 4, kernelSize=[3, 3], stride=[2, 1], padding="valid", dilation=2, groups=2, bias=false)',
    );
  });

  it("refuses what cannot be", () => {
    expect(() => new Conv2d(3, 4, { kernelSize: 3, groups: 2, backend: device })).toThrow(
      "Conv2d: expected groups to divide the 3 input channels, got 2",
    );
    expect(() => new Conv2d(0, 4, { kernelSize: 3, backend: device })).toThrow(
      "Conv2d: expected inChannels to be an integer of at least 1, got 0",
    );
    expect(() => new Conv2d(1, 4, { kernelSize: [3, 0], backend: device })).toThrow(
      "Conv2d: expected kernelSize to be an integer of at least 1 or 2 of them, got [3, 0]",
    );
    expect(() => new Conv2d(1, 4, { kernelSize: 2.5, backend: device })).toThrow(
      "Conv2d: expected kernelSize to be an integer of at least 1 or 2 of them, got 2.5",
    );
    const layer = new Conv2d(3, 4, { kernelSize: 3, backend: device });
    expect(() => layer.forward(zeros([8, 8], { backend: device }))).toThrow(
      "Conv2d: expected input of rank 4 [batch, channels, height, width] or 3 [channels, height, width], got [8, 8]",
    );
    expect(() => layer.forward(zeros([1, 2, 8, 8], { backend: device }))).toThrow(
      "Conv2d: expected input with 3 channels on axis 1, got [1, 2, 8, 8]",
    );
  });
});

interface Sample {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

interface Options {
  readonly stride: [number, number];
  readonly padding: [number, number];
  readonly dilation: [number, number];
  readonly groups: number;
}

const pair = (minimum: number, maximum: number): fc.Arbitrary<[number, number]> => {
  const size = fc.integer({ min: minimum, max: maximum });
  return fc.tuple(size, size);
};

const cases = fc.integer({ min: 1, max: 2 }).chain((groups) =>
  fc.record({
    shape: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constantFrom(groups, 2 * groups), pair(2, 5)).map(([n, c, size]) => [n, c, ...size]), // prettier-ignore
    outputs: fc.integer({ min: 1, max: 2 }),
    kernelSize: pair(1, 3),
    stride: pair(1, 3),
    padding: pair(0, 2),
    dilation: pair(1, 2),
    groups: fc.constant(groups),
  }),
);

function fits(shape: readonly number[], kernelSize: readonly number[], { padding, dilation }: Options): boolean {
  return kernelSize.every((size, axis) => dilation[axis]! * (size - 1) + 1 <= shape[2 + axis]! + 2 * padding[axis]!);
}

function randomLike(shape: readonly number[], seed: number): Sample {
  const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
  return { shape, data: data.map((_, position) => Math.fround(Math.sin(seed * 100 + position * 1.7))) };
}

/** Of a sum of squares, so that the upstream gradient is not the same everywhere. */
async function gradients(on: Backend, options: Options, ...samples: readonly Sample[]): Promise<TypedArray[]> {
  const [x, weight, bias] = samples.map(({ data, shape }) =>
    tensor(Float32Array.from(data), { backend: on, shape, requiresGradient: true }),
  );
  const result = conv2d(x!, weight!, bias, options);
  return Promise.all(grad(sum(mul(result, result)), [x!, weight!, bias!]).map((gradient) => gradient.data()));
}

function toTensor({ shape, data }: Sample): Tensor {
  return tensor(Float32Array.from(data), { backend: device, shape });
}

function naive(x: Sample, weight: Sample, bias: Sample, { stride, padding, dilation, groups }: Options): number[] {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [outputs, perGroup, kernelHeight, kernelWidth] = weight.shape as [number, number, number, number];
  const rows = Math.floor((height + 2 * padding[0] - dilation[0] * (kernelHeight - 1) - 1) / stride[0]) + 1;
  const columns = Math.floor((width + 2 * padding[1] - dilation[1] * (kernelWidth - 1) - 1) / stride[1]) + 1;
  const at = (n: number, c: number, i: number, j: number): number =>
    i < 0 || j < 0 || i >= height || j >= width ? 0 : x.data[((n * channels + c) * height + i) * width + j]!;
  const result: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          let total = bias.data[o]!;
          const first = Math.floor(o / (outputs / groups)) * perGroup;
          for (let c = 0; c < perGroup; c++)
            for (let u = 0; u < kernelHeight; u++)
              for (let v = 0; v < kernelWidth; v++)
                total +=
                  at(
                    n,
                    first + c,
                    i * stride[0] - padding[0] + u * dilation[0],
                    j * stride[1] - padding[1] + v * dilation[1],
                  ) * weight.data[((o * perGroup + c) * kernelHeight + u) * kernelWidth + v]!;
          result.push(total);
        }
  return result;
}
