import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { HingeEmbeddingLoss, hingeEmbeddingLoss } from "./hingeEmbeddingLoss.ts";

const device = await backend();

describe("hingeEmbeddingLoss", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([0.25, 0.5, 3], { backend: device }), tensor([1, -1, -1], { backend: device })];
    expectClose(await hingeEmbeddingLoss(x, y, { margin: 2, reduction: "none" }).data(), [0.25, 1.5, 0]);
    expectClose([await hingeEmbeddingLoss(x, y, { margin: 2 }).item()], [0.5833333333333334]);
    expectClose([await new HingeEmbeddingLoss({ margin: 2, reduction: "sum" }).forward(x, y).item()], [1.75]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [0.25, 0.5, 3], shape: [3] }, { data: [1, -1, -1], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => hingeEmbeddingLoss(input, target, { margin: 2 }), inputs);
    await checkSecondGradient(
      (input, target) => hingeEmbeddingLoss(input, target, { margin: 2, reduction: "none" }),
      inputs,
    );
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => hingeEmbeddingLoss(of(2, 3), of(3))).toThrow(
      "hingeEmbeddingLoss: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
