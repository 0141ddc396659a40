import { ConvTranspose2d } from "@nn/convolution";
import { Linear } from "@nn/linear";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { backward, generator, sum, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { removeReparametrization } from "./reparametrization.ts";
import { weightNorm, weightNormalize } from "./weightNorm.ts";

const on = { backend: await backend() };
const random = () => ({ ...on, generator: generator(1) });

describe("weightNormalize", () => {
  it("gives each row its length", async () => {
    const [direction, magnitude] = [tensor([[3, 4], [0, 0]], on), tensor([[10], [7]], on)]; // prettier-ignore
    expectClose(await weightNormalize(direction, magnitude).data(), [6, 8, 0, 0]);
    expectClose(await weightNormalize(direction, tensor([[5]], on), { axis: null }).data(), [3, 4, 0, 0]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const inputs = [{ data: [0.5, -1, 2, 0.3, 3, 1], shape: [2, 3] }, { data: [2, -1, 0.5], shape: [1, 3] }]; // prettier-ignore
    await checkGradient((v, g) => weightNormalize(v, g, { axis: 1 }), inputs);
    await checkSecondGradient((v, g) => weightNormalize(v, g, { axis: 1 }), inputs, { relative: 1e-5 });
  });

  it("refuses magnitudes of another shape", () => {
    expect(() => weightNormalize(zeros([2, 3], on), zeros([2], on))).toThrow(
      "weightNormalize: expected magnitude of shape [2, 1] for direction [2, 3], got [2]",
    );
  });
});

describe("weightNorm", () => {
  it("changes what is learned, and not the result", async () => {
    const x = tensor([[1, -2, 3]], on);
    const [plain, layer] = [new Linear(3, 2, random()), weightNorm(new Linear(3, 2, random()), "weight")];
    expectClose(await layer.forward(x).data(), await plain.forward(x).data());
    expect(Object.entries(layer.stateDict()).map(([name, { shape }]) => [name, shape])).toEqual([
      ["bias", [2]],
      ["weight_g", [2, 1]],
      ["weight_v", [2, 3]],
    ]);
  });

  it("collects gradients of direction and magnitude, and follows them", async () => {
    const layer = weightNorm(new Linear(2, 1, { ...on, bias: false }), "weight");
    layer.loadStateDict({ weight_g: tensor([[10]], on), weight_v: tensor([[3, 4]], on) });
    const x = tensor([[1, 0]], on);
    expectClose(await layer.forward(x).data(), [6]);
    backward(sum(layer.forward(x)));
    const [magnitude, direction] = layer.parameters();
    expectClose(await magnitude!.grad!.data(), [0.6]);
    expectClose(await direction!.grad!.data(), [10 * (1 / 5 - 9 / 125), (-10 * 12) / 125]); // prettier-ignore
  });

  it("keeps the outputs of a transposed convolution apart", () => {
    const layer = weightNorm(new ConvTranspose2d(2, 3, { ...random(), kernelSize: 2 }), "weight", { axis: 1 });
    expect(layer.stateDict()["weight_g"]!.shape).toEqual([1, 3, 1, 1]);
  });

  it("can be removed", async () => {
    const x = tensor([[1, -2, 3]], on);
    const layer = weightNorm(new Linear(3, 2, random()), "weight");
    const before = await layer.forward(x).data();
    removeReparametrization(layer, "weight");
    expectClose(await layer.forward(x).data(), before);
    expect(Object.keys(layer.stateDict()).sort()).toEqual(["bias", "weight"]);
    expect(() => removeReparametrization(layer, "weight")).toThrow(
      'removeReparametrization: expected a parameter of Linear that weightNorm or spectralNorm computes, got "weight"',
    );
  });

  it("refuses names of no parameter", () => {
    expect(() => weightNorm(new Linear(3, 2, random()), "kernel")).toThrow(
      'weightNorm: expected the name of a parameter of Linear, got "kernel"; it has weight, bias',
    );
    expect(() => weightNorm(weightNorm(new Linear(3, 2, random()), "weight"), "weight")).toThrow(
      'got "weight"; it has bias, weightG, weightV',
    );
  });
});
