import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { CosineEmbeddingLoss, cosineEmbeddingLoss } from "./cosineEmbeddingLoss.ts";

const device = await backend();

describe("cosineEmbeddingLoss", () => {
  it("wants pairs to point in one direction, or not", async () => {
    const [x, y] = [tensor([[3, 0], [3, 0], [1, 0]], { backend: device }), tensor([[3, 4], [3, 4], [0, 1]], { backend: device })]; // prettier-ignore
    const target = tensor([1, -1, -1], { backend: device });
    expectClose(await cosineEmbeddingLoss(x, y, target, { reduction: "none" }).data(), [0.4, 0.6, 0]);
    expectClose([await new CosineEmbeddingLoss({ margin: 0.5, reduction: "sum" }).forward(x, y, target).item()], [0.5]);
  });

  it("is finite for a vector of zeros", async () => {
    const [x, y] = [zeros([1, 2], { backend: device }), tensor([[3, 4]], { backend: device })];
    expectClose([await cosineEmbeddingLoss(x, y, tensor([1], { backend: device })).item()], [1]);
  });

  it("has right gradients", async () => {
    const inputs = [
      { data: [1, 2, -1, 0.5], shape: [2, 2] },
      { data: [3, 1.5, 1, 2], shape: [2, 2] },
    ];
    await checkGradient((x, y) => cosineEmbeddingLoss(x, y, tensor([1, 1], { backend: x.backend, dtype: x.dtype })), inputs); // prettier-ignore
    await checkSecondGradient((x, y) => cosineEmbeddingLoss(x, y, tensor([1, 1], { backend: x.backend, dtype: x.dtype }), { reduction: "none" }), inputs); // prettier-ignore
  });

  it("refuses a target for each element", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => cosineEmbeddingLoss(of(2, 3), of(2, 3), of(2, 3))).toThrow(
      "cosineEmbeddingLoss: expected a target of shape [2] for inputs of shape [2, 3], got [2, 3]",
    );
  });
});
