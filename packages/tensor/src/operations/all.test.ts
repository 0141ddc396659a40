import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { all } from "./all.ts";

const device = await backend();

describe("all", () => {
  it("holds over all axes, or over some", async () => {
    const x = tensor([[true, false], [true, true]], { backend: device }); // prettier-ignore
    expect(all(x).dtype).toBe("bool");
    expect(await all(x).item()).toBe(0);
    expect(await all(x, { axes: 1 }).toArray()).toEqual([0, 1]);
    expect(await all(tensor([[false], [false]], { backend: device }), { axes: 0, keepDims: true }).toArray()).toEqual([
      [0],
    ]);
    expect(await all(tensor([true], { backend: device })).item()).toBe(1);
  });

  it("is true of nothing", async () => {
    expect(await all(zeros([0], { backend: device, dtype: "bool" })).item()).toBe(1);
  });

  it("refuses numbers", () => {
    expect(() => all(zeros([1], { backend: device }))).toThrow("all: expected bool, got float32; convert with cast");
  });
});
