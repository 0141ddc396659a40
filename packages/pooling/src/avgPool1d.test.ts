import { backend, checkSecondGradient } from "@nn/testing";
import { tensor, zeros } from "@nn/tensor";
import { expect, it } from "vitest";
import { AvgPool1d, avgPool1d } from "./avgPool1d.ts";

const on = { backend: await backend() };
const x = tensor([[[1, 3, 2, 6, 8]]], on);

it("takes the mean of each window", async () => {
  expect(await avgPool1d(x, { kernelSize: 2 }).toArray()).toEqual([[[2, 4]]]);
  expect(await avgPool1d(x, { kernelSize: 2, ceilMode: true }).toArray()).toEqual([[[2, 4, 8]]]);
  expect(await avgPool1d(tensor([[4, 8]], on), { kernelSize: 2 }).toArray()).toEqual([[6]]);
});

it("counts padding at each end, or not", async () => {
  const options = { kernelSize: 4, stride: 3, padding: [[1, 2]] } as const;
  expect(await avgPool1d(x, options).toArray()).toEqual([[[1.5, 4]]]);
  expect(await avgPool1d(x, { ...options, countIncludePad: false }).toArray()).toEqual([[[2, 16 / 3]].map((row) => row.map(Math.fround))]); // prettier-ignore
});

it("covers the whole input with padding that is the same as nothing had been lost", async () => {
  const options = { kernelSize: 2, countIncludePad: false } as const;
  expect(await avgPool1d(x, { ...options, padding: "same" }).toArray()).toEqual([[[2, 4, 8]]]);
  expect(await avgPool1d(x, { ...options, padding: "same-lower" }).toArray()).toEqual([[[1, 2.5, 7]]]);
  expect(await avgPool1d(x, { ...options, padding: "valid" }).toArray()).toEqual([[[2, 4]]]);
});

it.each([
  { kernelSize: 3, stride: 2, padding: [[2, 1]], countIncludePad: false, ceilMode: true },
  { kernelSize: 2, stride: 1, padding: 1, dilation: 2 },
] as const)("can be differentiated twice: %j", async (options) => {
  await checkSecondGradient((input) => avgPool1d(input, options), [{ data: [1, 3, 2, 6, 8, 5], shape: [1, 2, 3] }]);
});

it("AvgPool1d pools", async () => {
  const layer = new AvgPool1d({ kernelSize: 2, divisorOverride: 1 });
  expect(await layer.forward(x).toArray()).toEqual([[[4, 8]]]);
  expect(() => layer.forward(zeros([5], on))).toThrow(
    "avgPool1d: expected input of rank 3 [batch, channels, length] or 2 [channels, length], got [5]",
  );
});
