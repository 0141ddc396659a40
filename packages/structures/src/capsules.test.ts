import { generator, std, tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Capsules } from "./capsules.ts";
import { dynamicRouting } from "./dynamicRouting.ts";
import { PrimaryCapsules } from "./primaryCapsules.ts";
import { capsuleMarginLoss } from "./capsuleMarginLoss.ts";

const on = { backend: await backend() };

describe("Capsules", () => {
  it("votes by its matrices, and routes", async () => {
    const layer = new Capsules(2, 2, 1, 2, on);
    layer.weight.assign(tensor([[[[1, 2], [3, 4]]], [[[0, 1], [-1, 0]]]], on)); // prettier-ignore
    const output = await layer.forward(tensor([[[1, 10], [5, 7]]], on)).data(); // prettier-ignore
    const votes = tensor([[[[21, 43]], [[7, -5]]]], on);
    expectClose(output, await dynamicRouting(votes).data());
  });

  it("starts as N(0, 0.1²), from its generator", async () => {
    const make = (): Capsules => new Capsules(20, 8, 10, 4, { ...on, generator: generator(1) });
    expect(await std(make().weight).item()).toBeCloseTo(0.1, 2);
    expect(await make().weight.data()).toEqual(await make().weight.data());
    expect(make().weight.shape).toEqual([20, 10, 4, 8]);
    expect(make().toString()).toBe("Capsules(20×8, 10×4, iterations=3)");
  });

  it("refuses inputs and sizes that do not fit", () => {
    const layer = new Capsules(2, 3, 4, 5, on);
    expect(() => layer.forward(zeros([1, 3, 2], on))).toThrow(
      "Capsules: expected input of shape [batch, 2, 3], got [1, 3, 2]",
    );
    expect(() => new Capsules(2, 3, 4.5, 5, on)).toThrow(
      "Capsules: expected outCapsules to be an integer of at least 1, got 4.5",
    );
    expect(() => new Capsules(2, 3, 4, 5, { ...on, iterations: 0 })).toThrow("Capsules: expected iterations to be");
  });
});

describe("PrimaryCapsules", () => {
  it("takes features of a place together", async () => {
    const layer = new PrimaryCapsules(1, 2, 2, { ...on, kernelSize: 1, bias: false });
    layer.conv.weight.assign(tensor([3, 4, 0, 1], { ...on, shape: [4, 1, 1, 1] }));
    const output = layer.forward(tensor([[[[1, 0], [2, -1]]]], on)); // prettier-ignore
    expect(output.shape).toEqual([1, 8, 2]);
    const [a, b] = [25 / 26, 100 / 101];
    expectClose(await output.data(), [0.6 * a, 0.8 * a, 0, 0, 0.6 * b, 0.8 * b, -0.6 * a, -0.8 * a, 0, 0.5, 0, 0, 0, 0.8, 0, -0.5]); // prettier-ignore
    expect(layer.toString()).toContain("PrimaryCapsules(\n  (conv): Conv2d(1, 4");
    expect(() => new PrimaryCapsules(1, 0, 2, { ...on, kernelSize: 1 })).toThrow(
      "PrimaryCapsules: expected capsules to be an integer of at least 1, got 0",
    );
  });
});

describe("capsuleMarginLoss", () => {
  const labels = tensor([1, 0], { ...on, dtype: "int32" });

  it("wants the right capsule long and the others short", async () => {
    const lengths = tensor([[0.3, 0.5, 0.05], [0.95, 0.1, 0.6]], on); // prettier-ignore
    // ½ · 0.2² + 0.4², and ½ · 0.5².
    expectClose([await capsuleMarginLoss(lengths, labels).item()], [(0.02 + 0.16 + 0.125) / 2]);
    const options = { present: 0.6, absent: 0, absentWeight: 1 };
    expectClose([await capsuleMarginLoss(lengths, labels, options).item()], [(0.09 + 0.01 + 0.0025 + 0.01 + 0.36) / 2]);
  });

  it("has right gradients", async () => {
    const lengths = { data: [0.3, 0.5, 0.05, 0.95, 0.2, 0.6], shape: [2, 3] };
    await checkGradient((x) => capsuleMarginLoss(x, tensor([1, 0], { backend: x.backend, dtype: "int32" })), [lengths]);
  });

  it("refuses labels that do not fit", () => {
    expect(() => capsuleMarginLoss(zeros([3, 2], on), labels)).toThrow(
      "capsuleMarginLoss: expected labels of shape [3], got [2]",
    );
    expect(() => capsuleMarginLoss(zeros([3], on), labels)).toThrow("rank 2 [batch, classes], got [3]");
    expect(() => capsuleMarginLoss(zeros([2, 3], on), zeros([2], on))).toThrow("int32");
  });
});
