import { tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { expect, it } from "vitest";
import { GELU, Hardshrink, PReLU, Silu, Softmax2D, Softshrink, ThresholdedReLU } from "./activations.ts";

const on = { backend: await backend() };
const x = tensor([-2, 0.4, 0.75, 2], on);

it("thresholds are called so, with PaddlePaddle's defaults", async () => {
  expectClose(await new Hardshrink().forward(x).data(), [-2, 0, 0.75, 2]);
  expectClose(await new Hardshrink({ threshold: 1 }).forward(x).data(), [-2, 0, 0, 2]);
  expectClose(await new Softshrink().forward(x).data(), [-1.5, 0, 0.25, 1.5]);
  expectClose(await new ThresholdedReLU().forward(x).data(), [0, 0, 0, 2]);
  expectClose(await new ThresholdedReLU({ threshold: 0.5 }).forward(x).data(), [0, 0, 0.75, 2]);
});

it("GELU is exact by default, and approximate where asked", async () => {
  const one = tensor([1], on);
  expectClose(await new GELU().forward(one).data(), [0.8413447]);
  expectClose(await new GELU({ approximate: true }).forward(one).data(), [0.841192]);
});

it("PReLU starts as init, and takes channels first or last", async () => {
  const y = tensor([[-1, -2]], on);
  expectClose(await new PReLU(on).forward(y).data(), [-0.25, -0.5]);
  expect(Object.keys(new PReLU(on).stateDict())).toEqual(["_weight"]);
  const layer = new PReLU({ ...on, numParameters: 2, init: 0.5, dataFormat: "NHWC" });
  layer.weight.assign(tensor([1, 10], on));
  expectClose(await layer.forward(tensor([[[[-1, -2], [-3, 4]]]], on)).data(), [-1, -20, -3, 4]); // prettier-ignore
});

it("the other names stand for the same layers", async () => {
  expectClose(await new Silu().forward(tensor([1], on)).data(), [0.7310586]);
  expectClose(await new Softmax2D().forward(tensor([[[[0]], [[0]]]], on)).data(), [0.5, 0.5]); // prettier-ignore
});
