import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { GaussianNLLLoss, gaussianNLLLoss } from "./gaussianNLLLoss.ts";

const device = await backend();

describe("gaussianNLLLoss", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([1, 2], { backend: device }), tensor([3, 2], { backend: device })];
    const variance = tensor([4, 1], { backend: device });
    const expected = [(Math.log(4) + 1) / 2, 0];
    expectClose(await gaussianNLLLoss(x, y, variance, { reduction: "none" }).data(), expected);
    const full = gaussianNLLLoss(x, y, variance, { reduction: "none", full: true });
    expectClose(await full.data(), expected.map((loss) => loss + Math.log(2 * Math.PI) / 2)); // prettier-ignore
    expectClose([await new GaussianNLLLoss().forward(x, y, variance).item()], [expected[0]! / 2]);
  });

  it("shares a variance along an axis, and bounds it", async () => {
    const [x, y] = [zeros([1, 2], { backend: device }), tensor([[1, 2]], { backend: device })];
    const shared = gaussianNLLLoss(x, y, tensor([[0]], { backend: device }), { epsilon: 1, reduction: "none" });
    expectClose(await shared.data(), [0.5, 2]);
  });

  it("has right gradients", async () => {
    const inputs = [[1, -2], [0.5, 1], [2, 0.5]].map((data) => ({ data, shape: [2] })); // prettier-ignore
    await checkGradient((x, y, variance) => gaussianNLLLoss(x, y, variance), inputs);
    await checkSecondGradient((x, y, variance) => gaussianNLLLoss(x, y, variance, { reduction: "none" }), inputs);
  });

  it("refuses a variance that does not fit", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => gaussianNLLLoss(of(2, 3), of(2, 3), of(3))).toThrow(
      "gaussianNLLLoss: expected a variance of shape [2, 3], or with 1 for some of the axes, got [3]",
    );
  });
});
