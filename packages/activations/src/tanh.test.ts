import { backend, checkGradient, expectClose } from "@nn/testing";
import { tanh, tensor } from "@nn/tensor";
import { expect, it } from "vitest";
import { Tanh } from "./tanh.ts";

const on = { backend: await backend() };

it("applies the hyperbolic tangent, without overflow", async () => {
  const result = await new Tanh().forward(tensor([0, Math.log(3) / 2, -Math.log(3) / 2, 1000, -1000], on)).data();
  expectClose(result, [0, 0.5, -0.5, 1, -1]);
  expect(new Tanh().toString()).toBe("Tanh()");
});

it("has the right gradient", async () => {
  await checkGradient(tanh, [{ data: [-4, -0.5, 0, 2], shape: [4] }]);
});
