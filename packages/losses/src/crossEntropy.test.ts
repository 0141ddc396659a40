import { interpreter } from "@nn/backend";
import { backward, explain, tensor, Variable, type Tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { crossEntropy, CrossEntropyLoss } from "./crossEntropy.ts";

const ln2 = Math.log(2);
const ln3 = Math.log(3);

/** Rows whose softmax is [1/4, 3/4] and [1/2, 1/2]. */
const logits = [[0, ln3], [5, 5]]; // prettier-ignore

async function floats(data: Parameters<typeof tensor>[0]): Promise<Tensor> {
  return tensor(data, { backend: await backend() });
}

async function labels(data: Parameters<typeof tensor>[0]): Promise<Tensor> {
  return tensor(data, { backend: await backend(), dtype: "int32" });
}

describe("crossEntropy of class indices", () => {
  it("is the mean of -log softmax at the targets", async () => {
    const [x, y] = [await floats(logits), await labels([0, 1])];
    expectClose([await crossEntropy(x, y).item()], [(Math.log(4) + ln2) / 2]);
    expectClose([await crossEntropy(x, y, { reduction: "sum" }).item()], [Math.log(4) + ln2]);
    expectClose(await crossEntropy(x, y, { reduction: "none" }).data(), [Math.log(4), ln2]);
  });

  it("does not overflow, and is exact far out", async () => {
    const x = await floats([[1e4, 0, -1e4], [-1e4, -1e4, -1e4]]); // prettier-ignore
    expectClose(await crossEntropy(x, await labels([1, 2]), { reduction: "none" }).data(), [1e4, ln3]);
    expectClose(await crossEntropy(x, await labels([0, 0]), { reduction: "none" }).data(), [0, ln3]);
  });

  it("takes classes along axis 1 and positions behind it", async () => {
    const x = await floats([[[0, 5, 0], [ln3, 5, 0]]]); // prettier-ignore
    const loss = crossEntropy(x, await labels([[0, 0, 1]]), { reduction: "none" });
    expect(loss.shape).toEqual([1, 3]);
    expectClose(await loss.data(), [Math.log(4), ln2, ln2]);
  });

  it("weighs the classes, and divides by the weights that count", async () => {
    const [x, y] = [await floats(logits), await labels([0, 1])];
    const weight = await floats([1, 3]);
    expectClose(await crossEntropy(x, y, { weight, reduction: "none" }).data(), [Math.log(4), 3 * ln2]);
    expectClose([await crossEntropy(x, y, { weight }).item()], [(Math.log(4) + 3 * ln2) / 4]);
  });

  it("passes over ignored targets, whatever stands there", async () => {
    const x = await floats([[0, ln3], [NaN, Infinity], [5, 5]]); // prettier-ignore
    expectClose([await crossEntropy(x, await labels([0, -100, 1])).item()], [(Math.log(4) + ln2) / 2]);
    const losses = crossEntropy(x, await labels([0, 7, 1]), { ignoreIndex: 7, reduction: "none" });
    expectClose(await losses.data(), [Math.log(4), 0, ln2]);
  });

  it("is NaN if every target is ignored, or one is no class", async () => {
    const x = await floats(logits);
    expect(await crossEntropy(x, await labels([-100, -100])).item()).toBeNaN();
    expectClose(await crossEntropy(x, await labels([2, 1]), { reduction: "none" }).data(), [NaN, ln2]);
    expectClose(await crossEntropy(x, await labels([-1, 1]), { reduction: "none" }).data(), [NaN, ln2]);
  });

  it("smooths labels over all classes", async () => {
    // 3/4 of the loss at the target and 1/8 of that of each class
    const [x, y] = [await floats(logits), await labels([0, 1])];
    const [first, second] = [Math.log(4), Math.log(4 / 3)];
    const expected = [0.75 * first + 0.125 * (first + second), ln2];
    const options = { labelSmoothing: 0.25, reduction: "none" } as const;
    expectClose(await crossEntropy(x, y, options).data(), expected);
    const weight = await floats([1, 3]);
    expectClose(await crossEntropy(x, y, { ...options, weight }).data(), [
      0.75 * first + 0.125 * (first + 3 * second),
      0.75 * 3 * ln2 + 0.125 * 4 * ln2,
    ]);
  });
});

describe("crossEntropy of probabilities", () => {
  it("weighs -log softmax with the target", async () => {
    const [x, y] = [await floats(logits), await floats([[0.5, 0.5], [1, 0]])]; // prettier-ignore
    const first = 0.5 * Math.log(4) + 0.5 * Math.log(4 / 3);
    expectClose(await crossEntropy(x, y, { reduction: "none" }).data(), [first, ln2]);
    expectClose([await crossEntropy(x, y).item()], [(first + ln2) / 2]);
  });

  it("divides by the number of targets, whatever the weights", async () => {
    const [x, y] = [await floats(logits), await floats([[1, 0], [0, 1]])]; // prettier-ignore
    const weight = await floats([1, 3]);
    expectClose([await crossEntropy(x, y, { weight }).item()], [(Math.log(4) + 3 * ln2) / 2]);
  });

  it("smooths the target", async () => {
    const [x, y] = [await floats(logits), await floats([[1, 0], [0, 1]])]; // prettier-ignore
    const expected = [0.875 * Math.log(4) + 0.125 * Math.log(4 / 3), ln2];
    expectClose(await crossEntropy(x, y, { labelSmoothing: 0.25, reduction: "none" }).data(), expected);
  });
});

describe("the gradient of crossEntropy", () => {
  it("is softmax minus the target, over the number of targets", async () => {
    const x = new Variable(await floats(logits), true);
    backward(crossEntropy(x, await labels([0, -100])));
    expectClose(await x.grad!.data(), [-0.75, 0.75, 0, 0]);
  });

  const input = { data: [0.5, -1, 2, 0.25, 1.5, -0.5, 0.75, 1, -2, 0.1, 0.2, 0.3], shape: [2, 3, 2] };
  const target = (x: Tensor): Tensor => tensor([[0, 2], [1, -100]], { backend: x.backend, dtype: "int32" }); // prettier-ignore
  const weight = (x: Tensor): Tensor => tensor([0.5, 2, 1.25], { backend: x.backend, dtype: "float64" });

  it("agrees with differences, once and twice", async () => {
    const plain = (x: Tensor): Tensor => crossEntropy(x, target(x));
    const smooth = (x: Tensor): Tensor => crossEntropy(x, target(x), { weight: weight(x), labelSmoothing: 0.2 });
    const each = (x: Tensor): Tensor => crossEntropy(x, target(x), { weight: weight(x), reduction: "none" });
    for (const loss of [plain, smooth, each]) {
      await checkGradient(loss, [input]);
      await checkSecondGradient(loss, [input]);
    }
  });

  it("flows to probabilities as well", async () => {
    const probabilities = { data: input.data.map((x) => Math.abs(x) / 4), shape: input.shape };
    const loss = (x: Tensor, y: Tensor): Tensor => crossEntropy(x, y, { weight: weight(x), labelSmoothing: 0.2 });
    await checkGradient(loss, [input, probabilities]);
    await checkSecondGradient(loss, [input, probabilities]);
  });
});

describe("crossEntropy's plan", () => {
  it("is one kernel for the losses and one for their mean", async () => {
    const loss = crossEntropy(await floats(logits), await labels([0, 1]));
    expect(explain(loss).kernels.length).toBe(2);
  });
});

describe("CrossEntropyLoss", () => {
  it("keeps its options, the weight as a buffer", async () => {
    const loss = new CrossEntropyLoss({ weight: await floats([1, 3]), reduction: "sum" });
    expectClose([await loss.forward(await floats(logits), await labels([0, 1])).item()], [Math.log(4) + 3 * ln2]);
    expect(Object.keys(loss.stateDict())).toEqual(["weight"]);
    expect(Object.keys(new CrossEntropyLoss().stateDict())).toEqual([]);
  });
});

describe("crossEntropy refuses", () => {
  it("tensors that do not fit", async () => {
    const [x, y] = [await floats(logits), await labels([0, 1])];
    const row = await floats([1, 2]);
    expect(() => crossEntropy(row, y)).toThrow("crossEntropy: expected input of shape [batch, classes, ...], got [2]");
    expect(() => crossEntropy(y, y)).toThrow("crossEntropy: expected float32 or float64, got int32; convert with cast");
    expect(() => crossEntropy(x, tensor([[0], [1]], { backend: x.backend, dtype: "int32" }))).toThrow(
      "crossEntropy: expected target of shape [2] for input [2, 2], got [2, 1]",
    );
    expect(() => crossEntropy(x, row)).toThrow(
      "crossEntropy: expected probabilities like the logits, float32 [2, 2], got float32 [2]",
    );
    expect(() => crossEntropy(x, tensor([true, false], { backend: x.backend }))).toThrow(
      "crossEntropy: expected int32 class indices as target, got bool",
    );
    const elsewhere = await interpreter({ name: "elsewhere" });
    for (const target of [
      tensor([0, 1], { backend: elsewhere, dtype: "int32" }),
      tensor([0.5, 1], { backend: elsewhere }),
    ]) {
      expect(() => crossEntropy(x, target)).toThrow(
        `crossEntropy: expected tensors of one backend, got ${x.backend.name} and elsewhere; ` +
          "move one with to(tensor, backend)",
      );
    }
    expect(() => crossEntropy(x, y, { weight: x })).toThrow(
      "crossEntropy: expected a weight for each class, float32 [2], got float32 [2, 2]",
    );
  });

  it("options out of range", async () => {
    const [x, y] = [await floats(logits), await labels([0, 1])];
    expect(() => crossEntropy(x, y, { labelSmoothing: 1.5 })).toThrow(
      "crossEntropy: expected labelSmoothing from 0 to 1, got 1.5",
    );
    expect(() => crossEntropy(x, y, { ignoreIndex: 0.5 })).toThrow(
      "crossEntropy: expected ignoreIndex to be an integer, got 0.5",
    );
    expect(() => crossEntropy(x, x, { ignoreIndex: 0 })).toThrow(
      "crossEntropy: expected no ignoreIndex with probabilities as target: it is a class index",
    );
    // @ts-expect-error what JavaScript may pass
    expect(() => crossEntropy(x, y, { reduction: "average" })).toThrow(
      'crossEntropy: expected reduction "mean", "sum" or "none", got "average"',
    );
  });
});
