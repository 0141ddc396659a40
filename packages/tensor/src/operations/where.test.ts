import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { gt } from "./gt.ts";
import { log } from "./log.ts";
import { where } from "./where.ts";

const device = await backend();

describe("where", () => {
  it("chooses, with broadcasting", async () => {
    const condition = tensor([[true], [false]], { backend: device });
    const result = where(condition, tensor([1, 2], { backend: device }), -1);
    expect(await result.toArray()).toEqual([[1, 2], [-1, -1]]); // prettier-ignore
  });

  it("keeps what is not chosen out of the gradient, NaN and infinities included", async () => {
    const x = tensor([0, 1], { backend: device, requiresGradient: true });
    const y = where(gt(x, 0), log(x), 5);
    expect(await y.toArray()).toEqual([5, 0]);
    const [gradient] = grad(where(gt(x, 0), x, NaN), [x]);
    expect(await gradient!.toArray()).toEqual([0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const [x, y] = [
      { data: [1, -2, 3], shape: [3] },
      { data: [0.5], shape: [1] },
    ];
    await checkGradient((a, b) => where(gt(a, 0), a, b), [x, y]);
    await checkSecondGradient((a, b) => where(gt(a, 0), a, b), [x, y]);
  });

  it("refuses what is no condition, and different types", () => {
    const x = zeros([1], { backend: device });
    expect(() => where(x, x, x)).toThrow("where: expected condition of type bool, got float32");
    const condition = tensor([true], { backend: device });
    expect(() => where(condition, x, zeros([1], { backend: device, dtype: "int32" }))).toThrow(
      "where: expected tensors of one type, got float32 and int32; convert one with cast",
    );
  });
});
