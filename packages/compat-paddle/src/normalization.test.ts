import { tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { expect, it } from "vitest";
import { GroupNorm, InstanceNorm1D, InstanceNorm2D, InstanceNorm3D, LayerNorm } from "./normalization.ts";

const on = { backend: await backend() };
const names = (layer: { stateDict(): object }): string[] => Object.keys(layer.stateDict());

it("LayerNorm and GroupNorm have weight and bias apart", async () => {
  const layer = new LayerNorm(2, { ...on, epsilon: 0, biasAttr: false });
  expect(names(layer)).toEqual(["weight"]);
  expectClose(await layer.forward(tensor([[1, 3]], on)).data(), [-1, 1]);
  const group = new GroupNorm(1, 2, { ...on, epsilon: 0, weightAttr: false });
  expect(names(group)).toEqual(["bias"]);
  const x = tensor([[[1, 3]], [[5, 9]]], on); // prettier-ignore
  expectClose(await new GroupNorm(2, 2, { ...on, epsilon: 1, dataFormat: "NLC" }).forward(x).data(), [0, 0, 0, 0]);
});

it("InstanceNorm has a scale and a bias by default, unlike PyTorch's", async () => {
  const layer = new InstanceNorm1D(1, { ...on, epsilon: 0 });
  expect(names(layer)).toEqual(["scale", "bias"]);
  layer.loadStateDict({ scale: tensor([2], on), bias: tensor([1], on) });
  expectClose(await layer.forward(tensor([[[1, 3]]], on)).data(), [-1, 3]);
  expect(names(new InstanceNorm2D(1, { ...on, weightAttr: false, biasAttr: false }))).toEqual([]);
  expect(names(new InstanceNorm3D(1, on))).toEqual(["scale", "bias"]);
  expect(() => new InstanceNorm2D(1, { ...on, weightAttr: false })).toThrow(
    "InstanceNorm2D: expected weightAttr and biasAttr to be false together, got one of them",
  );
});
