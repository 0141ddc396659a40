import { interpreter } from "@nn/backend";
import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { mseLoss, MSELoss } from "./mseLoss.ts";

describe("mseLoss", () => {
  it("is the mean of squared differences", async () => {
    const device = await backend();
    const [x, y] = [tensor([1, 2, 3, 5], { backend: device }), tensor([1, 4, 2, 8], { backend: device })];
    expectClose(await mseLoss(x, y, { reduction: "none" }).data(), [0, 4, 1, 9]);
    expectClose([await mseLoss(x, y, { reduction: "sum" }).item()], [14]);
    expectClose([await mseLoss(x, y).item()], [3.5]);
    expectClose([await new MSELoss({ reduction: "sum" }).forward(x, y).item()], [14]);
  });

  it("is NaN over nothing", async () => {
    const empty = zeros([0, 3], { backend: await backend() });
    expect(await mseLoss(empty, empty).item()).toBeNaN();
  });

  it("has gradients on both sides", async () => {
    const inputs = [{ data: [1, -2, 0.5], shape: [3] }, { data: [0.25, 3, 1], shape: [3] }]; // prettier-ignore
    await checkGradient((x, y) => mseLoss(x, y), inputs);
    await checkSecondGradient((x, y) => mseLoss(x, y, { reduction: "none" }), inputs);
  });

  it("refuses what is not alike", async () => {
    const device = await backend();
    const x = zeros([2, 3], { backend: device });
    expect(() => mseLoss(x, zeros([3], { backend: device }))).toThrow(
      "mseLoss: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
    const integers = zeros([2, 3], { backend: device, dtype: "int32" });
    const elsewhere = await interpreter({ name: "elsewhere" });
    expect(() => mseLoss(x, zeros(x.shape, { backend: elsewhere }))).toThrow(
      `mseLoss: expected tensors of one backend, got ${device.name} and elsewhere; move one with to(tensor, backend)`,
    );
    expect(() => mseLoss(integers, integers)).toThrow(
      "mseLoss: expected float32 or float64, got int32; convert with cast",
    );
  });
});
