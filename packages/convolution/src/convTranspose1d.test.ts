import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { ConvTranspose1d, convTranspose1d } from "./convTranspose1d.ts";
import type { TransposedOptions } from "./convolveTransposed.ts";

const device = await backend();
const x = tensor([[[1, 2]]], { backend: device });
const weight = tensor([[[1, 10, 100]]], { backend: device });

describe("convTranspose1d", () => {
  it.each<[TransposedOptions, number[]]>([
    [{}, [1, 12, 120, 200]],
    [{ stride: 2 }, [1, 10, 102, 20, 200]],
    [{ stride: 3 }, [1, 10, 100, 2, 20, 200]],
    [{ stride: 2, padding: 1 }, [10, 102, 20]],
    [{ stride: 2, padding: [[0, 2]] }, [1, 10, 102]],
    [{ stride: 2, padding: 1, outputPadding: 1 }, [10, 102, 20, 200]],
    [{ stride: 2, padding: 1, outputSize: 4 }, [10, 102, 20, 200]],
    [{ dilation: 2 }, [1, 2, 10, 20, 100, 200]],
  ])("%j", async (options, expected) => {
    expect(await convTranspose1d(x, weight, undefined, options).toArray()).toEqual([[expected]]);
  });

  it("keeps groups apart, adds the bias, and takes a sequence without a batch", async () => {
    const input = tensor([[1], [2]], { backend: device });
    const kernels = tensor([[[1]], [[10]]], { backend: device });
    const result = convTranspose1d(input, kernels, tensor([0, 5], { backend: device }), { groups: 2 });
    expect(await result.toArray()).toEqual([[1], [25]]);
  });

  it("has right gradients", async () => {
    const inputs = [
      { shape: [2, 2, 2], data: Float64Array.of(1, -2, 0.5, 3, -1, 0.25, 2, -0.5) },
      { shape: [2, 1, 2], data: Float64Array.of(0.5, -1, 2, 1.5) },
      { shape: [2], data: Float64Array.of(1, -1) },
    ];
    const options = { stride: 2, padding: 1, outputPadding: 1, groups: 2 };
    await checkGradient((input, kernel, bias) => convTranspose1d(input, kernel, bias, options), inputs);
    await checkSecondGradient((input, kernel, bias) => convTranspose1d(input, kernel, bias, options), inputs);
  });

  it.each<[TransposedOptions, string]>([
    [{ stride: 2, outputPadding: 2 }, "convTranspose1d: expected outputPadding at most [1], got [2]"],
    [{ stride: 2, outputSize: 7 }, "convTranspose1d: expected outputSize from [5] to [6], got [7]"],
    [{ padding: 2 }, "convTranspose1d: expected padding that leaves something of the output, got size [0]"],
    [{ groups: 2 }, "convTranspose1d: expected groups to divide the 1 input channels, got 2"],
  ])("refuses %j", (options, message) => {
    expect(() => convTranspose1d(x, weight, undefined, options)).toThrow(message);
  });

  it("refuses a weight for other channels, and a bias of another size", () => {
    expect(() => convTranspose1d(zeros([1, 3, 2], { backend: device }), weight)).toThrow(
      "convTranspose1d: expected weight of shape [3, outputs / groups, kernel length], got [1, 1, 3]",
    );
    expect(() => convTranspose1d(x, weight, zeros([2], { backend: device }))).toThrow(
      "convTranspose1d: expected bias of shape [1], got [2]",
    );
  });
});

describe("ConvTranspose1d", () => {
  it("has parameters of its own", () => {
    const layer = new ConvTranspose1d(4, 2, { kernelSize: 3, stride: 2, outputPadding: 1, groups: 2, backend: device });
    expect(layer.weight.shape).toEqual([4, 1, 3]);
    expect(layer.toString()).toBe("ConvTranspose1d(4, 2, kernelSize=[3], stride=2, groups=2, outputPadding=1)");
    expect(layer.forward(zeros([1, 4, 5], { backend: device })).shape).toEqual([1, 2, 12]);
  });
});
