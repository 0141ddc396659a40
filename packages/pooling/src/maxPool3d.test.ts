import { backend, checkSecondGradient, expectClose } from "@nn/testing";
import { grad, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { MaxPool3d, maxPool3d, maxPool3dWithIndices } from "./maxPool3d.ts";

const on = { backend: await backend() };
const volume = [[[[1, 2], [8, 3]], [[5, 0], [4, 7]], [[-1, -2], [-3, -4]]]]; // prettier-ignore

describe("maxPool3d", () => {
  it("takes the maximum of each window, and says where it is", async () => {
    const x = tensor([volume], { ...on, requiresGradient: true });
    const { output, indices } = maxPool3dWithIndices(x, { kernelSize: 2, ceilMode: true });
    expect(await output.toArray()).toEqual([[[[[8]], [[-1]]]]]);
    expect(await indices.toArray()).toEqual([[[[[2]], [[8]]]]]);
    expectClose(await grad(output, [x])[0]!.data(), [0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it("moves along each axis for itself, and takes an input without a batch", async () => {
    const y = maxPool3d(tensor(volume, on), { kernelSize: [1, 2, 1], stride: [2, 2, 1], padding: [0, 1, 0] });
    expect(await y.toArray()).toEqual([[[[1, 2], [8, 3]], [[-1, -2], [-3, -4]]]]); // prettier-ignore
  });

  it("can be differentiated twice", async () => {
    const data = Array.from({ length: 12 }, (_, position) => (position * 7) % 12);
    const options = { kernelSize: 2, stride: 1, padding: [1, 0, 1] };
    await checkSecondGradient((x) => maxPool3d(x, options), [{ data, shape: [1, 1, 3, 2, 2] }]);
  });

  it("refuses what has other axes", () => {
    expect(() => maxPool3d(zeros([2, 2], on), { kernelSize: 1, layout: "channels-last" })).toThrow(
      "maxPool3d: expected input of rank 5 [batch, depth, height, width, channels] or 4 [depth, height, width, channels], got [2, 2]",
    );
  });
});

it("MaxPool3d pools", async () => {
  expect(await new MaxPool3d({ kernelSize: [3, 2, 2] }).forward(tensor(volume, on)).toArray()).toEqual([[[[8]]]]);
});
