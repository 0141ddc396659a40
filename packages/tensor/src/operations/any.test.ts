import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { any } from "./any.ts";

const device = await backend();

describe("any", () => {
  it("holds over all axes, or over some", async () => {
    const x = tensor([[true, false], [true, true]], { backend: device }); // prettier-ignore
    expect(any(x).dtype).toBe("bool");
    expect(await any(x).item()).toBe(1);
    expect(await any(x, { axes: 1 }).toArray()).toEqual([1, 1]);
    expect(await any(tensor([[false], [false]], { backend: device }), { axes: 0, keepDims: true }).toArray()).toEqual([
      [0],
    ]);
    expect(await any(tensor([true], { backend: device })).item()).toBe(1);
  });

  it("is false of nothing", async () => {
    expect(await any(zeros([0], { backend: device, dtype: "bool" })).item()).toBe(0);
  });

  it("refuses numbers", () => {
    expect(() => any(zeros([1], { backend: device }))).toThrow("any: expected bool, got float32; convert with cast");
  });
});
