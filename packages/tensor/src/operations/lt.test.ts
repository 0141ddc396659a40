import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { lt } from "./lt.ts";

const device = await backend();

describe("lt", () => {
  it("compares, NaN included", async () => {
    const result = lt(tensor([1, 2, 3, NaN], { backend: device }), tensor([2, 2, 2, NaN], { backend: device }));
    expect(result.dtype).toBe("bool");
    expect(await result.toArray()).toEqual([1, 0, 0, 0]);
  });

  it("compares integers and truth values, and takes numbers", async () => {
    const x = tensor([-1, 2], { backend: device, dtype: "int32" });
    expect(await lt(x, 2).toArray()).toEqual([1, 0]);
    const [no, yes] = [tensor([false], { backend: device }), tensor([true], { backend: device })];
    expect(await lt(no, yes).toArray()).toEqual([1]);
  });

  it("broadcasts", () => {
    const [row, column] = [zeros([3], { backend: device }), zeros([0, 1], { backend: device })];
    expect(lt(row, column).shape).toEqual([0, 3]);
  });

  it("passes no gradient", () => {
    const x = tensor([1], { backend: device, requiresGradient: true });
    expect(lt(x, 0).requiresGradient).toBe(false);
  });

  it("refuses different types", () => {
    const [x, y] = [zeros([1], { backend: device }), zeros([1], { backend: device, dtype: "int32" })];
    expect(() => lt(x, y)).toThrow("lt: expected tensors of one type, got float32 and int32; convert one with cast");
  });
});
