import { grad, tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { klDiv, KLDivLoss } from "./klDiv.ts";

const device = await backend();

describe("klDiv", () => {
  it("is what its formula says", async () => {
    const [x, y] = [tensor([-1, -2, -0.5], { backend: device }), tensor([0.25, 0.5, 1], { backend: device })];
    expectClose(await klDiv(x, y, { reduction: "none" }).data(), [-0.09657359027997264, 0.6534264097200273, 0.5]);
    expectClose([await klDiv(x, y).item()], [0.35228427314668487]);
    expectClose([await new KLDivLoss({ reduction: "sum" }).forward(x, y).item()], [1.0568528194400546]);
  });

  it("has right gradients", async () => {
    const inputs = [{ data: [-1, -2, -0.5], shape: [3] }, { data: [0.25, 0.5, 1], shape: [3] }]; // prettier-ignore
    await checkGradient((input, target) => klDiv(input, target), inputs);
    await checkSecondGradient((input, target) => klDiv(input, target, { reduction: "none" }), inputs);
  });

  it("counts nothing where the target is 0, divides by the batch, and takes logarithms", async () => {
    const [x, y] = [tensor([[-1, -2]], { backend: device }), tensor([[0, 1]], { backend: device })];
    expectClose(await klDiv(x, y, { reduction: "none" }).data(), [0, 2]);
    expectClose([await klDiv(x, y, { reduction: "batchMean" }).item()], [2]);
    expectClose(await klDiv(x, y, { reduction: "none", logTarget: true }).data(), [1, 3 * Math.E]);
  });

  it("has a finite gradient where the target is 0", async () => {
    const [x, y] = [tensor([-1], { backend: device }), tensor([0], { backend: device, requiresGradient: true })];
    expectClose(await grad(klDiv(x, y), [y])[0]!.data(), [0]);
  });

  it("refuses a target of another shape", () => {
    const of = (...shape: number[]) => zeros(shape, { backend: device });
    expect(() => klDiv(of(2, 3), of(3))).toThrow(
      "klDiv: expected a target like the input, float32 [2, 3], got float32 [3]",
    );
  });
});
