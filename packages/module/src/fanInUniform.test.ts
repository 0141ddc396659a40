import { backend, expectClose } from "@nn/testing";
import { generator } from "@nn/tensor";
import { expect, it } from "vitest";
import { fanInUniform } from "./fanInUniform.ts";

const device = await backend();

it("draws from ±1/√fanIn", async () => {
  const data = [...(await fanInUniform([1000], 4, { backend: device, generator: generator(1) }).data())];
  expect(Math.max(...data)).toBeLessThan(0.5);
  expect(Math.max(...data)).toBeGreaterThan(0.49);
  expect(Math.min(...data)).toBeGreaterThanOrEqual(-0.5);
  expect(Math.min(...data)).toBeLessThan(-0.49);
});

it("repeats itself with an equal generator, and only then", async () => {
  const draw = async (seed?: number): Promise<unknown> =>
    fanInUniform([3], 1, { backend: device, ...(seed !== undefined && { generator: generator(seed) }) }).toArray();
  expect(await draw(5)).toEqual(await draw(5));
  expect(await draw(5)).not.toEqual(await draw(6));
  expect(await draw()).not.toEqual(await draw());
});

it("is 0 where there is nothing to sum over", async () => {
  expectClose(await fanInUniform([2], 0, { backend: device }).data(), [0, 0]);
});
