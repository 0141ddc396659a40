import { arange, reshape, tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { expect, it } from "vitest";
import { MaxPool1D, MaxPool2D, MaxPool3D } from "./maxPool.ts";
import { MaxUnPool1D, MaxUnPool2D, MaxUnPool3D } from "./maxUnPool.ts";

const on = { backend: await backend() };
const options = { kernelSize: 2 };
const withMask = { kernelSize: 2, returnMask: true } as const;

it("puts maxima back where they were", async () => {
  const [line, lineMask] = new MaxPool1D(withMask).forward(tensor([[[1, 5, 4, 2]]], on));
  expect([...(await new MaxUnPool1D(options).forward(line, lineMask).data())]).toEqual([0, 5, 4, 0]);
  const [plane, planeMask] = new MaxPool2D(withMask).forward(reshape(arange(8, on), [1, 1, 2, 4]));
  expect([...(await new MaxUnPool2D(options).forward(plane, planeMask).data())]).toEqual([0, 0, 0, 0, 0, 5, 0, 7]);
  const [cube, cubeMask] = new MaxPool3D(withMask).forward(reshape(arange(8, on), [1, 1, 2, 2, 2]));
  expect([...(await new MaxUnPool3D(options).forward(cube, cubeMask).data())]).toEqual([0, 0, 0, 0, 0, 0, 0, 7]);
});

it("takes the size of the result, with batch and channels or without", async () => {
  const [output, mask] = new MaxPool1D(withMask).forward(tensor([[[1, 5, 4, 2, 9]]], on));
  for (const outputSize of [[5], [1, 1, 5]]) {
    const back = new MaxUnPool1D({ ...options, outputSize }).forward(output, mask);
    expect([...(await back.data())]).toEqual([0, 5, 4, 0, 0]);
  }
});

it("takes stride and padding of the pooling", async () => {
  const pool = { kernelSize: 2, stride: 1, padding: 1 };
  const [output, mask] = new MaxPool1D({ ...pool, returnMask: true }).forward(tensor([[[3, 1, 2]]], on));
  expect([...(await mask.data())]).toEqual([0, 0, 2, 2]);
  expect([...(await new MaxUnPool1D(pool).forward(output, mask).data())]).toEqual([3, 0, 2]);
});
