import { tensor, type Tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { nllLoss, NLLLoss } from "./nllLoss.ts";

async function example(): Promise<[input: Tensor, target: Tensor, weight: Tensor]> {
  const device = await backend();
  const input = tensor([[-1, -2, -3], [-4, -5, -6], [-7, -8, -9]], { backend: device }); // prettier-ignore
  const target = tensor([2, 0, 1], { backend: device, dtype: "int32" });
  return [input, target, tensor([1, 2, 3], { backend: device })];
}

describe("nllLoss", () => {
  it("takes the log-probabilities of the targets", async () => {
    const [input, target] = await example();
    expectClose(await nllLoss(input, target, { reduction: "none" }).data(), [3, 4, 8]);
    expectClose([await nllLoss(input, target, { reduction: "sum" }).item()], [15]);
    expectClose([await nllLoss(input, target).item()], [5]);
  });

  it("weighs classes and ignores one", async () => {
    const [input, target, weight] = await example();
    expectClose([await nllLoss(input, target, { weight }).item()], [(9 + 4 + 16) / 6]);
    expectClose([await nllLoss(input, target, { weight, ignoreIndex: 0 }).item()], [25 / 5]);
    expectClose(await nllLoss(input, target, { ignoreIndex: 2, reduction: "none" }).data(), [0, 4, 8]);
  });

  it("has gradients", async () => {
    const data = [-1, -2, -3, -0.5, -0.25, -4];
    const loss = (x: Tensor): Tensor =>
      nllLoss(x, tensor([2, 1], { backend: x.backend, dtype: "int32" }), {
        weight: tensor([1, 2, 3], { backend: x.backend, dtype: "float64" }),
      });
    await checkGradient(loss, [{ data, shape: [2, 3] }]);
    await checkSecondGradient(loss, [{ data, shape: [2, 3] }]);
  });

  it("names itself in errors", async () => {
    const [input, target, weight] = await example();
    expect(() => nllLoss(input, weight)).toThrow("nllLoss: expected int32 class indices as target, got float32");
    expect(() => nllLoss(target, target)).toThrow("nllLoss: expected float32 or float64, got int32; convert with cast");
  });
});

describe("NLLLoss", () => {
  it("keeps its options", async () => {
    const [input, target, weight] = await example();
    const loss = new NLLLoss({ weight, ignoreIndex: 0, reduction: "sum" });
    expectClose([await loss.forward(input, target).item()], [25]);
  });
});
