import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { L1Loss, l1Loss } from "./l1Loss.ts";

const device = await backend();

describe("l1Loss", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([1, -2, 0.5], { backend: device }), tensor([0.25, 3, 1], { backend: device })];
    expectClose(await l1Loss(x, y, { reduction: "none" }).data(), [0.75, 5, 0.5]);
    expectClose([await l1Loss(x, y).item()], [2.0833333333333335]);
    expectClose([await new L1Loss({ reduction: "sum" }).forward(x, y).item()], [6.25]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [1, -2, 0.5], shape: [3] }, { data: [0.25, 3, 1], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => l1Loss(input, target), inputs);
    await checkSecondGradient((input, target) => l1Loss(input, target, { reduction: "none" }), inputs);
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => l1Loss(of(2, 3), of(3))).toThrow(
      "l1Loss: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
