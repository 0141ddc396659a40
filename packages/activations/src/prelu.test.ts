import { tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { PReLU, prelu } from "./prelu.ts";

const on = { backend: await backend() };
const x = tensor([[-1, 2], [-4, 0], [-8, NaN]], { ...on, shape: [1, 3, 2] }); // prettier-ignore

describe("prelu", () => {
  it("multiplies what is below 0 by one weight, or by one for each channel", async () => {
    expect(await prelu(x, tensor([0.5], on)).data()).toEqual(Float32Array.of(-0.5, 2, -2, 0, -4, NaN));
    expect(await prelu(x, tensor([1, 0.5, 0.25], on)).data()).toEqual(Float32Array.of(-1, 2, -2, 0, -2, NaN));
  });

  it("takes weights along another axis, and weights that broadcast", async () => {
    const expected = Float32Array.of(-0.5, 2, -2, 0, -4, NaN);
    expect(await prelu(x, tensor([0.5, 9], on), { axis: -1 }).data()).toEqual(expected);
    expect(await prelu(x, tensor([[0.5, 9]], on)).data()).toEqual(expected);
  });

  it("has right gradients", async () => {
    const input = { data: [-1, 2, -3, 0.5, -0.7, 4], shape: [1, 3, 2] };
    for (const weight of [
      { data: [0.3], shape: [1] },
      { data: [0.3, -0.2, 2], shape: [3] },
    ]) {
      await checkGradient((a, w) => prelu(a, w), [input, weight]);
      await checkSecondGradient((a, w) => prelu(a, w), [input, weight]);
    }
  });

  it("is a module with weights of 0.25", async () => {
    const layer = new PReLU({ ...on, numParameters: 3 });
    expect(await layer.forward(x).data()).toEqual(Float32Array.of(-0.25, 2, -1, 0, -2, NaN));
    expect(Object.keys(layer.stateDict())).toEqual(["weight"]);
    expect(layer.toString()).toBe("PReLU(numParameters=3)");
    expect(new PReLU({ ...on, axis: -1 }).toString()).toBe("PReLU(numParameters=1, axis=-1)");
  });

  it("refuses weights that do not fit", () => {
    expect(() => prelu(x, tensor([1, 2], on))).toThrow(
      "prelu: expected weight of shape [1] or [3] for axis 1 of [1, 3, 2], got [2]",
    );
    expect(() => prelu(tensor([1], on), tensor([[1], [2]], on))).toThrow(
      "prelu: expected weight that broadcasts to [1], got [2, 1]",
    );
  });
});
