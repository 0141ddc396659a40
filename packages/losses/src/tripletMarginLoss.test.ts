import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { TripletMarginLoss, tripletMarginLoss } from "./tripletMarginLoss.ts";

const device = await backend();

describe("tripletMarginLoss", () => {
  const anchor = tensor([[0, 0], [0, 0]], { backend: device }); // prettier-ignore
  const positive = tensor([[3, 4], [0, 1]], { backend: device }); // prettier-ignore
  const negative = tensor([[0, 2], [6, 8]], { backend: device }); // prettier-ignore

  it("wants the negative to be farther, by the margin", async () => {
    const options = { epsilon: 0, reduction: "none" } as const;
    expectClose(await tripletMarginLoss(anchor, positive, negative, options).data(), [4, 0]);
    expectClose(await tripletMarginLoss(anchor, positive, negative, { ...options, p: 1 }).data(), [6, 0]);
    const cubic = 91 ** (1 / 3) - 2 + 1;
    expectClose(await tripletMarginLoss(anchor, positive, negative, { ...options, p: 3 }).data(), [cubic, 0]);
    expectClose([await new TripletMarginLoss({ margin: 2 }).forward(anchor, positive, negative).item()], [2.5]);
  });

  it("can take the distance from the positive, if that is smaller", async () => {
    const [near, far] = [tensor([[3, 4]], { backend: device }), tensor([[3, 5]], { backend: device })];
    const loss = tripletMarginLoss(zeros([1, 2], { backend: device }), near, far, { swap: true });
    expectClose([await loss.item()], [5]);
  });

  it("has right gradients", async () => {
    const inputs = [[1, 2], [3, 1.5], [1, -0.5]].map((data) => ({ data, shape: [1, 2] })); // prettier-ignore
    await checkGradient((a, p, n) => tripletMarginLoss(a, p, n, { margin: 3 }), inputs);
    await checkSecondGradient((a, p, n) => tripletMarginLoss(a, p, n, { margin: 3, reduction: "none" }), inputs);
  });

  it("refuses exponents below 1", () => {
    expect(() => tripletMarginLoss(anchor, positive, negative, { p: 0.5 })).toThrow(
      "tripletMarginLoss: expected p to be at least 1, got 0.5",
    );
  });
});
