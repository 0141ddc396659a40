import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { SmoothL1Loss, smoothL1Loss } from "./smoothL1Loss.ts";

const device = await backend();

describe("smoothL1Loss", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([1, -2, 0.5], { backend: device }), tensor([0.25, 3, 1], { backend: device })];
    expectClose(await smoothL1Loss(x, y, { beta: 2, reduction: "none" }).data(), [0.140625, 4, 0.0625]);
    expectClose([await smoothL1Loss(x, y, { beta: 2 }).item()], [1.4010416666666667]);
    expectClose([await new SmoothL1Loss({ beta: 2, reduction: "sum" }).forward(x, y).item()], [4.203125]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [1, -2, 0.5], shape: [3] }, { data: [0.25, 3, 1], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => smoothL1Loss(input, target, { beta: 2 }), inputs);
    await checkSecondGradient((input, target) => smoothL1Loss(input, target, { beta: 2, reduction: "none" }), inputs);
  });

  it("is l1Loss with beta 0, and refuses a negative one", async () => {
    const [x, y] = [tensor([1, -2], { backend: device }), tensor([1, 3], { backend: device })];
    expectClose(await smoothL1Loss(x, y, { beta: 0, reduction: "none" }).data(), [0, 5]);
    expect(() => smoothL1Loss(x, y, { beta: -1 })).toThrow("smoothL1Loss: expected beta to be at least 0, got -1");
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => smoothL1Loss(of(2, 3), of(3))).toThrow(
      "smoothL1Loss: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
