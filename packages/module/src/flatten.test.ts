import { backend } from "@nn/testing";
import { arange, reshape, zeros } from "@nn/tensor";
import { expect, it } from "vitest";
import { Flatten } from "./flatten.ts";

const device = await backend();

it("keeps the batch and merges the rest", async () => {
  const input = reshape(arange(8, { backend: device }), [2, 2, 2]);
  expect(await new Flatten().forward(input).toArray()).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ]);
  expect(new Flatten().forward(zeros([0, 2, 3], { backend: device })).shape).toEqual([0, 6]);
});

it("merges the axes that it is told", () => {
  const input = zeros([2, 3, 4, 5], { backend: device });
  expect(new Flatten({ startAxis: 0, endAxis: -2 }).forward(input).shape).toEqual([24, 5]);
});
