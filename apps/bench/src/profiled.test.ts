import { exp, sum, tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { expect, it } from "vitest";
import { describeTimes, profiled } from "./profiled.ts";

it("takes the time of each kernel and changes no result", async () => {
  const device = profiled(await backend());
  const total = sum(exp(tensor([0, 0, 0], { backend: device })));
  expect(await total.item()).toBe(3);
  const times = device.times();
  expect(times.map(({ runs }) => runs)).toEqual([1]);
  expect(describeTimes(times, 1, 1)).toMatch(/ms in 1 kernels\n\d+\.\d+ ms {2}100.0 % {2}1 ×/);
  device.reset();
  expect(device.times()).toEqual([]);
});
