import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { MarginRankingLoss, marginRankingLoss } from "./marginRankingLoss.ts";

const device = await backend();

describe("marginRankingLoss", () => {
  it("wants the right one to be larger, by the margin", async () => {
    const [x, y] = [tensor([1, 2, 3], { backend: device }), tensor([3, 1, 1], { backend: device })];
    const target = tensor([1, 1, -1], { backend: device });
    expectClose(await marginRankingLoss(x, y, target, { reduction: "none" }).data(), [2, 0, 2]);
    expectClose([await new MarginRankingLoss({ margin: 1.5 }).forward(x, y, target).item()], [7.5 / 3]);
  });

  it("has right gradients", async () => {
    const inputs = [[1, 2], [3, 1.5], [1, -1]].map((data) => ({ data, shape: [2] })); // prettier-ignore
    await checkGradient((x, y, target) => marginRankingLoss(x, y, target), inputs);
  });

  it("refuses inputs that differ", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => marginRankingLoss(of(2), of(3), of(2))).toThrow(
      "marginRankingLoss: expected a second input like the input, float32 [2], got float32 [3]",
    );
  });
});
