import { backend, checkSecondGradient, expectClose } from "@nn/testing";
import { grad, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { GlobalAvgPool, globalAvgPool } from "./globalAvgPool.ts";
import { GlobalLPPool, globalLPPool } from "./globalLPPool.ts";
import { GlobalMaxPool, globalMaxPool } from "./globalMaxPool.ts";

const on = { backend: await backend() };
const x = tensor([[[3, 0, -3], [5, 12, 1]]], on); // prettier-ignore

describe("global pooling", () => {
  it("makes one number of each channel, over any number of axes", async () => {
    expect(await globalMaxPool(x).toArray()).toEqual([[[3], [12]]]);
    expect(await globalAvgPool(x).toArray()).toEqual([[[0], [6]]]);
    expectClose(await globalLPPool(tensor([[[3, 0, -4], [5, 12, 0]]], on)).data(), [5, 13]); // prettier-ignore
    const volume = tensor([1, 2, 3, 4, 5, 6, 7, 8], { ...on, shape: [1, 1, 2, 2, 2] });
    expect(await globalAvgPool(volume).toArray()).toEqual([[[[[4.5]]]]]);
    expect(await globalMaxPool(volume).toArray()).toEqual([[[[[8]]]]]);
  });

  it("drops the axes, and finds channels last", async () => {
    expect(await globalMaxPool(x, { keepDims: false }).toArray()).toEqual([[3, 12]]);
    const options = { layout: "channels-last", keepDims: false } as const;
    expect(await globalMaxPool(x, options).toArray()).toEqual([[5, 12, 1]]);
    expect(globalAvgPool(x, { layout: "channels-last" }).shape).toEqual([1, 1, 3]);
  });

  it("gives the first maximum the gradient", async () => {
    const tie = tensor([[[[2, 7], [7, 7]]]], { ...on, requiresGradient: true }); // prettier-ignore
    expect(await grad(globalMaxPool(tie), [tie])[0]!.toArray()).toEqual([[[[0, 1], [0, 0]]]]); // prettier-ignore
  });

  it.each([globalMaxPool, globalAvgPool, globalLPPool])("can be differentiated twice: %o", async (pool) => {
    await checkSecondGradient((input) => pool(input), [{ data: [1, 4, 2, 3, 6, 5], shape: [1, 2, 3] }]);
  });

  it("refuses what has no plane", () => {
    const message =
      'globalAvgPool: expected a batch, channels and spatial axes of at least 1 in the layout "channels-first", got';
    expect(() => globalAvgPool(zeros([2, 3], on))).toThrow(`${message} [2, 3]`);
    expect(() => globalAvgPool(zeros([2, 3, 0], on))).toThrow(`${message} [2, 3, 0]`);
    expect(() => globalLPPool(x, { normType: 0 })).toThrow("globalLPPool: expected normType above 0, got 0");
  });
});

it("the modules pool", async () => {
  const options = { keepDims: false };
  expect(await new GlobalMaxPool(options).forward(x).toArray()).toEqual([[3, 12]]);
  expect(await new GlobalAvgPool(options).forward(x).toArray()).toEqual([[0, 6]]);
  expectClose(await new GlobalLPPool({ ...options, normType: 1 }).forward(x).data(), [6, 18]);
  expect(new GlobalLPPool({ normType: 1 }).toString()).toBe("GlobalLPPool(normType=1)");
});
