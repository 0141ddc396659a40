import { backend } from "@nn/testing";
import { add, tensor, type Tensor } from "@nn/tensor";
import { expect, expectTypeOf, it } from "vitest";
import { Flatten } from "./flatten.ts";
import { Module } from "./module.ts";
import { Sequential } from "./sequential.ts";

const device = await backend();

class Double extends Module {
  override forward(input: Tensor): Tensor {
    return add(input, input);
  }
}

class Increment extends Module {
  override forward(input: Tensor): Tensor {
    return add(input, 1);
  }
}

it("applies its layers in order", async () => {
  const model = new Sequential(new Double(), new Increment(), new Double());
  expect(await model.forward(tensor([1, -3], { backend: device })).toArray()).toEqual([6, -10]);
});

it("is the identity without layers", async () => {
  expect(await new Sequential().forward(tensor([4], { backend: device })).toArray()).toEqual([4]);
});

it("keeps the type of each layer", () => {
  const model = new Sequential(new Double(), new Flatten());
  expectTypeOf(model.layers[1]).toEqualTypeOf<Flatten>();
  expect(model.toString()).toBe("Sequential(\n  (0): Double()\n  (1): Flatten(startAxis=1, endAxis=-1)\n)");
});
