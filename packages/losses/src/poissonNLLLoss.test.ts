import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { PoissonNLLLoss, poissonNLLLoss } from "./poissonNLLLoss.ts";

const device = await backend();

describe("poissonNLLLoss", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([1, 0.5, 0.25], { backend: device }), tensor([2, 0.5, 3], { backend: device })];
    expectClose(
      await poissonNLLLoss(x, y, { reduction: "none" }).data(),
      [0.7182818284590451, 1.3987212707001282, 0.5340254166877414],
    );
    expectClose([await poissonNLLLoss(x, y).item()], [0.8836761719489715]);
    expectClose([await new PoissonNLLLoss({ reduction: "sum" }).forward(x, y).item()], [2.6510285158469147]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [1, 0.5, 0.25], shape: [3] }, { data: [2, 0.5, 3], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => poissonNLLLoss(input, target), inputs);
    await checkSecondGradient((input, target) => poissonNLLLoss(input, target, { reduction: "none" }), inputs);
  });

  it("takes counts, and adds Stirling's formula", async () => {
    const [x, y] = [tensor([2, 4], { backend: device }), tensor([0, 3], { backend: device })];
    const stirling = 3 * Math.log(3) - 3 + Math.log(6 * Math.PI) / 2;
    const result = poissonNLLLoss(x, y, { logInput: false, full: true, reduction: "none" });
    expectClose(await result.data(), [2, 4 - 3 * Math.log(4) + stirling]);
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => poissonNLLLoss(of(2, 3), of(3))).toThrow(
      "poissonNLLLoss: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
