import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { HuberLoss, huberLoss } from "./huberLoss.ts";

const device = await backend();

describe("huberLoss", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([1, -2, 0.5], { backend: device }), tensor([0.25, 3, 1], { backend: device })];
    expectClose(await huberLoss(x, y, { delta: 2, reduction: "none" }).data(), [0.28125, 8, 0.125]);
    expectClose([await huberLoss(x, y, { delta: 2 }).item()], [2.8020833333333335]);
    expectClose([await new HuberLoss({ delta: 2, reduction: "sum" }).forward(x, y).item()], [8.40625]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [1, -2, 0.5], shape: [3] }, { data: [0.25, 3, 1], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => huberLoss(input, target, { delta: 2 }), inputs);
    await checkSecondGradient((input, target) => huberLoss(input, target, { delta: 2, reduction: "none" }), inputs);
  });

  it("refuses a negative delta", () => {
    const x = zeros([1], { backend: device });
    expect(() => huberLoss(x, x, { delta: -1 })).toThrow("huberLoss: expected delta to be at least 0, got -1");
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => huberLoss(of(2, 3), of(3))).toThrow(
      "huberLoss: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
