import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { oneHot } from "./oneHot.ts";

const device = await backend();

describe("oneHot", () => {
  const integers = { backend: device, dtype: "int32" } as const;

  it("marks the class of each index", async () => {
    const y = oneHot(tensor([2, 0], integers), 3);
    expect(y.dtype).toBe("float32");
    expect(await y.toArray()).toEqual([[0, 0, 1], [1, 0, 0]]); // prettier-ignore
    expect(oneHot(tensor([[1]], integers), 2, { dtype: "bool" }).dtype).toBe("bool");
    expect(await oneHot(tensor(1, integers), 2).toArray()).toEqual([0, 1]);
  });

  it("marks nothing for an index outside", async () => {
    expect(await oneHot(tensor([-1, 2], integers), 2).toArray()).toEqual([[0, 0], [0, 0]]); // prettier-ignore
    expect(oneHot(zeros([0], integers), 2).shape).toEqual([0, 2]);
  });

  it("refuses floats, and no classes", () => {
    expect(() => oneHot(zeros([1], { backend: device }), 2)).toThrow(
      "oneHot: expected indices of type int32, got float32; convert with cast",
    );
    expect(() => oneHot(zeros([1], integers), 0)).toThrow(
      "oneHot: expected classes to be an integer of at least 1, got 0",
    );
  });
});
