import { grad, sum, tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { BCELoss, binaryCrossEntropy } from "./binaryCrossEntropy.ts";

const device = await backend();

describe("binaryCrossEntropy", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([0.25, 0.5, 0.75], { backend: device }), tensor([1, 0.5, 0], { backend: device })];
    expectClose(
      await binaryCrossEntropy(x, y, { reduction: "none" }).data(),
      [1.3862943611198906, 0.6931471805599453, 1.3862943611198906],
    );
    expectClose([await binaryCrossEntropy(x, y).item()], [1.155245300933242]);
    expectClose([await new BCELoss({ reduction: "sum" }).forward(x, y).item()], [3.465735902799726]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [0.25, 0.5, 0.75], shape: [3] }, { data: [1, 0.5, 0], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => binaryCrossEntropy(input, target), inputs);
    await checkSecondGradient((input, target) => binaryCrossEntropy(input, target, { reduction: "none" }), inputs);
  });

  it("bounds certainties that are wrong, and their gradients", async () => {
    const x = tensor([0, 1, 1], { backend: device, requiresGradient: true });
    const y = tensor([1, 0, 1], { backend: device });
    const loss = binaryCrossEntropy(x, y, { reduction: "none" });
    expectClose(await loss.data(), [100, 100, 0]);
    expectClose(await grad(sum(loss), [x])[0]!.data(), [-1e12, 1e12, -1]);
  });

  it("weighs elements", async () => {
    const weight = tensor([2, 0], { backend: device });
    const [x, y] = [tensor([0.5, 0.5], { backend: device }), tensor([1, 1], { backend: device })];
    expectClose(await binaryCrossEntropy(x, y, { weight, reduction: "none" }).data(), [2 * Math.LN2, 0]);
    expectClose([await new BCELoss({ weight }).forward(x, y).item()], [Math.LN2]);
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => binaryCrossEntropy(of(2, 3), of(3))).toThrow(
      "binaryCrossEntropy: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
