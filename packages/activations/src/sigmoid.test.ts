import { backend, checkGradient, expectClose } from "@nn/testing";
import { sigmoid, tensor } from "@nn/tensor";
import { expect, it } from "vitest";
import { Sigmoid } from "./sigmoid.ts";

const on = { backend: await backend() };

it("applies the sigmoid, without overflow", async () => {
  const result = await new Sigmoid().forward(tensor([0, Math.log(3), -Math.log(3), 1000, -1000], on)).data();
  expectClose(result, [0.5, 0.75, 0.25, 1, 0]);
  expect(new Sigmoid().toString()).toBe("Sigmoid()");
});

it("has the right gradient", async () => {
  await checkGradient(sigmoid, [{ data: [-4, -0.5, 0, 2], shape: [4] }]);
});
