import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { ge } from "./ge.ts";

const device = await backend();

describe("ge", () => {
  it("compares, NaN included", async () => {
    const result = ge(tensor([1, 2, 3, NaN], { backend: device }), tensor([2, 2, 2, NaN], { backend: device }));
    expect(result.dtype).toBe("bool");
    expect(await result.toArray()).toEqual([0, 1, 1, 0]);
  });

  it("compares integers and truth values, and takes numbers", async () => {
    const x = tensor([-1, 2], { backend: device, dtype: "int32" });
    expect(await ge(x, 2).toArray()).toEqual([0, 1]);
    const [no, yes] = [tensor([false], { backend: device }), tensor([true], { backend: device })];
    expect(await ge(no, yes).toArray()).toEqual([0]);
  });

  it("broadcasts", () => {
    const [row, column] = [zeros([3], { backend: device }), zeros([0, 1], { backend: device })];
    expect(ge(row, column).shape).toEqual([0, 3]);
  });

  it("passes no gradient", () => {
    const x = tensor([1], { backend: device, requiresGradient: true });
    expect(ge(x, 0).requiresGradient).toBe(false);
  });

  it("refuses different types", () => {
    const [x, y] = [zeros([1], { backend: device }), zeros([1], { backend: device, dtype: "int32" })];
    expect(() => ge(x, y)).toThrow("ge: expected tensors of one type, got float32 and int32; convert one with cast");
  });
});
