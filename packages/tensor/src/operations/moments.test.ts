import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { elementwise } from "../elementwise.ts";
import { apply, applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { add } from "./add.ts";
import { inverseDeviation, momentsOperation, type MomentsCall } from "./moments.ts";
import { mul } from "./mul.ts";

const on = { backend: await backend() };

const operation = momentsOperation<MomentsCall>(
  "moments",
  (_shape, options) => options,
  (statistic) => statistic,
);

function moments(x: Tensor, options: Partial<MomentsCall> = {}): readonly Tensor[] {
  return apply(operation, [x], { axes: [0], keepDims: true, epsilon: 0, ...options });
}

describe("momentsOperation", () => {
  it("gives the first element, the mean's distance from it, the variance, and what to multiply with", async () => {
    const [first, distance, variance, inverse] = moments(tensor([[1, 2], [5, 2]], on)); // prettier-ignore
    expect(await first!.toArray()).toEqual([[1, 2]]);
    expect(await distance!.toArray()).toEqual([[2, 0]]);
    expect(await variance!.toArray()).toEqual([[4, 0]]);
    expect(await inverse!.toArray()).toEqual([[0.5, 0]]);
  });

  it("sums over any axes, which may go", async () => {
    const x = tensor([[[1], [3]], [[5], [7]], [[3], [5]]], on); // prettier-ignore
    const [, distance] = moments(x, { axes: [0, 2], keepDims: false });
    expect(await distance!.toArray()).toEqual([2, 2]);
  });

  it("keeps small deviations from large means", async () => {
    const [, , variance] = moments(tensor([10000, 10000.0625], on));
    expectClose(await variance!.data(), [0.03125 ** 2]);
  });

  it("has an epsilon, and takes nothing at all", async () => {
    expectClose(await moments(tensor([1, 5], on), { epsilon: 12 })[3]!.data(), [0.25]);
    expect(await moments(zeros([0, 1], on))[0]!.toArray()).toEqual([[0]]);
  });

  it("has gradients", async () => {
    const f = (x: Tensor): Tensor => {
      const [first, distance, variance, inverse] = moments(x, { epsilon: 0.5 });
      return add(mul(add(first!, distance!), 3), mul(variance!, inverse!));
    };
    const input = { data: [1, -2, 3, 0.5], shape: [2, 2] };
    await checkGradient(f, [input]);
    await checkSecondGradient(f, [input]);
  });
});

it("inverseDeviation is 0 where variance and epsilon are", async () => {
  const inverseOf = (epsilon: number): Operation<undefined> =>
    elementwise("inverse", ([variance]) => inverseDeviation(variance!, epsilon));
  const variances = tensor([4, 0], on);
  expectClose(await applySingle(inverseOf(0), [variances], undefined).data(), [0.5, 0]);
  expectClose(await applySingle(inverseOf(0.25), [variances], undefined).data(), [1 / Math.sqrt(4.25), 2]);
});
