import { tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { expect, it } from "vitest";
import { LPPool1D, LPPool2D } from "./lpPool.ts";

const on = { backend: await backend() };

it("is the root of the sum of powers", async () => {
  const line = tensor([[[3, 4, 5, 12]]], on);
  expectClose(await new LPPool1D({ normType: 2, kernelSize: 2 }).forward(line).data(), [5, 13]);
  const square = tensor([[[[1, 2], [3, 4]]]], on); // prettier-ignore
  expectClose(await new LPPool2D({ normType: 1, kernelSize: 2 }).forward(square).data(), [10]);
});

it("keeps the sign of odd powers", async () => {
  const x = tensor([[[2, -1, 1, -2]]], on);
  expectClose(await new LPPool1D({ normType: 1, kernelSize: 2 }).forward(x).data(), [1, -1]);
  const [cube] = await new LPPool1D({ normType: 3, kernelSize: 2 }).forward(x).data();
  expect(cube).toBeCloseTo(Math.cbrt(7), 5);
});

it("takes padding, ceilMode and channels last", () => {
  const pool = new LPPool2D({ normType: 2, kernelSize: 2, padding: [1, 0, 0, 0], dataFormat: "NHWC" });
  expect(pool.forward(tensor([[[[1], [2]], [[3], [4]]]], on)).shape).toEqual([1, 1, 1, 1]); // prettier-ignore
  const ceil = new LPPool1D({ normType: 2, kernelSize: 2, ceilMode: true });
  expect(ceil.forward(tensor([[[1, 2, 3]]], on)).shape).toEqual([1, 1, 2]);
  expect(() => new LPPool1D({ normType: 0, kernelSize: 2 })).toThrow("expected normType above 0, got 0");
});
