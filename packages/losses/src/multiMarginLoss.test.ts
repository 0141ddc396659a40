import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { MultiMarginLoss, multiMarginLoss } from "./multiMarginLoss.ts";

const device = await backend();

describe("multiMarginLoss", () => {
  const scores = tensor([[1, 0.5, 3, -4], [2, 0, 0, 0]], { backend: device }); // prettier-ignore
  const target = tensor([0, 1], { backend: device, dtype: "int32" });

  it("wants the target's score to be the largest, by the margin", async () => {
    expectClose(await multiMarginLoss(scores, target, { reduction: "none" }).data(), [3.5 / 4, 5 / 4]);
    expectClose(await multiMarginLoss(scores, target, { reduction: "none", p: 2 }).data(), [9.25 / 4, 11 / 4]);
    expectClose([await multiMarginLoss(scores, target, { margin: 0 }).item()], [1 / 2]);
  });

  it("weighs targets by their class", async () => {
    const weight = tensor([2, 0, 1, 1], { backend: device });
    expectClose([await new MultiMarginLoss({ weight, reduction: "sum" }).forward(scores, target).item()], [7 / 4]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [1, 0.5, 3, -4], shape: [1, 4] }];
    const first = (like: typeof scores) => tensor([0], { backend: like.backend, dtype: "int32" });
    await checkGradient((x) => multiMarginLoss(x, first(x), { p: 2 }), inputs);
  });

  it("refuses what does not fit", () => {
    expect(() => multiMarginLoss(scores, target, { p: 3 })).toThrow("multiMarginLoss: expected p 1 or 2, got 3");
    expect(() => multiMarginLoss(scores, zeros([3], { backend: device, dtype: "int32" }))).toThrow(
      "multiMarginLoss: expected scores [batch, classes] and targets [batch], got [2, 4] and [3]",
    );
    expect(() => multiMarginLoss(scores, target, { weight: zeros([3], { backend: device }) })).toThrow(
      "multiMarginLoss: expected weight [4], got [3]",
    );
  });
});
