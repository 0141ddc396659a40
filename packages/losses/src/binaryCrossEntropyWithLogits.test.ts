import { grad, sum, tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { BCEWithLogitsLoss, binaryCrossEntropyWithLogits } from "./binaryCrossEntropyWithLogits.ts";

const device = await backend();

describe("binaryCrossEntropyWithLogits", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([1, -2, 0], { backend: device }), tensor([1, 0.5, 0], { backend: device })];
    expectClose(
      await binaryCrossEntropyWithLogits(x, y, { reduction: "none" }).data(),
      [0.3132616875182228, 1.1269280110429727, 0.6931471805599453],
    );
    expectClose([await binaryCrossEntropyWithLogits(x, y).item()], [0.7111122930403803]);
    expectClose([await new BCEWithLogitsLoss({ reduction: "sum" }).forward(x, y).item()], [2.1333368791211407]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [1, -2, 0], shape: [3] }, { data: [1, 0.5, 0], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => binaryCrossEntropyWithLogits(input, target), inputs);
    await checkSecondGradient(
      (input, target) => binaryCrossEntropyWithLogits(input, target, { reduction: "none" }),
      inputs,
    );
  });

  it("does not overflow, and has the gradient σ(x) − target everywhere", async () => {
    const x = tensor([0, 1000, -1000], { backend: device, requiresGradient: true });
    const y = tensor([0, 0, 1], { backend: device });
    const loss = binaryCrossEntropyWithLogits(x, y, { reduction: "none" });
    expectClose(await loss.data(), [Math.LN2, 1000, 1000]);
    expectClose(await grad(sum(loss), [x])[0]!.data(), [0.5, 1, -1]);
  });

  it("weighs elements, and the positive ones of each class", async () => {
    const [weight, positiveWeight] = [tensor([[1], [2]], { backend: device }), tensor([3, 1], { backend: device })]; // prettier-ignore
    const [x, y] = [zeros([2, 2], { backend: device }), tensor([[1, 0], [0, 1]], { backend: device })]; // prettier-ignore
    const options = { weight, positiveWeight, reduction: "none" } as const;
    const expected = [3, 1, 2, 2].map((factor) => factor * Math.LN2);
    expectClose(await binaryCrossEntropyWithLogits(x, y, options).data(), expected);
    const layer = new BCEWithLogitsLoss(options);
    expectClose(await layer.forward(x, y).data(), expected);
    expect(layer.namedBuffers().map(([name]) => name)).toEqual(["weight", "pos_weight"]);
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => binaryCrossEntropyWithLogits(of(2, 3), of(3))).toThrow(
      "binaryCrossEntropyWithLogits: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
