import { Conv2d } from "@nn/convolution";
import { Linear } from "@nn/linear";
import { backend, expectClose } from "@nn/testing";
import { generator, normal } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { BatchNorm1d } from "./batchNorm1d.ts";
import { BatchNorm2d } from "./batchNorm2d.ts";
import { foldBatchNormInto } from "./foldBatchNormInto.ts";

const on = { backend: await backend() };
const random = { ...on, generator: generator(1) };

describe("foldBatchNormInto", () => {
  it("makes a convolution without a bias do what it and batch norm do after training", async () => {
    const x = normal([2, 2, 4, 4], random);
    const [layer, norm] = [new Conv2d(2, 3, { ...random, kernelSize: 3, bias: false }), new BatchNorm2d(3, on)];
    for (let step = 0; step < 3; step++) norm.forward(layer.forward(x));
    const expected = await norm.eval().forward(layer.forward(x)).data();
    expect(foldBatchNormInto(layer, norm)).toBe(layer);
    expectClose(await layer.forward(x).data(), expected, { relative: 1e-4, absolute: 1e-5 });
    expect(layer.namedParameters().map(([name]) => name)).toEqual(["weight", "bias"]);
  });

  it("changes the bias of a linear layer that has one", async () => {
    const x = normal([5, 3], random);
    const [layer, norm] = [new Linear(3, 2, random), new BatchNorm1d(2, on)];
    norm.forward(layer.forward(x));
    const expected = await norm.eval().forward(layer.forward(x)).data();
    const { bias } = foldBatchNormInto(layer, norm);
    expect(bias).toBe(layer.parameters()[1]);
    expectClose(await layer.forward(x).data(), expected, { relative: 1e-4, absolute: 1e-5 });
  });

  it("refuses a batch norm without running statistics", () => {
    const norm = new BatchNorm1d(2, { ...on, trackRunningStatistics: false });
    expect(() => foldBatchNormInto(new Linear(3, 2, random), norm)).toThrow(
      "foldBatchNormInto: expected a batch norm with running statistics, got BatchNorm1d(2,",
    );
  });
});
