import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { SoftMarginLoss, softMarginLoss } from "./softMarginLoss.ts";

const device = await backend();

describe("softMarginLoss", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([1, -2, 0.5], { backend: device }), tensor([1, 1, -1], { backend: device })];
    expectClose(
      await softMarginLoss(x, y, { reduction: "none" }).data(),
      [0.31326168751822286, 2.1269280110429727, 0.9740769841801067],
    );
    expectClose([await softMarginLoss(x, y).item()], [1.1380888942471008]);
    expectClose([await new SoftMarginLoss({ reduction: "sum" }).forward(x, y).item()], [3.414266682741302]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [1, -2, 0.5], shape: [3] }, { data: [1, 1, -1], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => softMarginLoss(input, target), inputs);
    await checkSecondGradient((input, target) => softMarginLoss(input, target, { reduction: "none" }), inputs);
  });

  it("does not overflow", async () => {
    const [x, y] = [tensor([1000, 1000], { backend: device }), tensor([1, -1], { backend: device })];
    expectClose(await softMarginLoss(x, y, { reduction: "none" }).data(), [0, 1000]);
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => softMarginLoss(of(2, 3), of(3))).toThrow(
      "softMarginLoss: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
