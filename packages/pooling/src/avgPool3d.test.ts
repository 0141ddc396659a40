import { backend, checkSecondGradient } from "@nn/testing";
import { arange, ones, reshape } from "@nn/tensor";
import { expect, it } from "vitest";
import { AvgPool3d, avgPool3d } from "./avgPool3d.ts";

const on = { backend: await backend() };

it("takes the mean of each window", async () => {
  const x = reshape(arange(16, on), [1, 1, 4, 2, 2]);
  expect(await avgPool3d(x, { kernelSize: 2 }).toArray()).toEqual([[[[[3.5]], [[11.5]]]]]);
});

it("counts padding, or not, or divides by what it is told", async () => {
  const x = ones([1, 1, 1, 1, 1], on);
  const options = { kernelSize: 2, stride: 1, padding: 1 };
  const all = async (more: object) => [...(await avgPool3d(x, { ...options, ...more }).data())];
  expect(await all({})).toEqual(Array(8).fill(0.125));
  expect(await all({ countIncludePad: false })).toEqual(Array(8).fill(1));
  expect(await all({ divisorOverride: 2 })).toEqual(Array(8).fill(0.5));
});

it("can be differentiated twice", async () => {
  const data = Array.from({ length: 12 }, (_, position) => Math.cos(position));
  const options = { kernelSize: 2, stride: 1, padding: [1, 0, 1], countIncludePad: false };
  await checkSecondGradient((x) => avgPool3d(x, options), [{ data, shape: [1, 1, 3, 2, 2] }]);
});

it("AvgPool3d pools without a batch", async () => {
  const layer = new AvgPool3d({ kernelSize: [3, 1, 1] });
  expect(await layer.forward(reshape(arange(3, on), [1, 3, 1, 1])).toArray()).toEqual([[[[1]]]]);
});
