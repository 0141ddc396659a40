import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { cast } from "./cast.ts";
import { mul } from "./mul.ts";

const device = await backend();

describe("cast", () => {
  it("makes integers of floats by truncation within their limits", async () => {
    const x = tensor([1.9, -1.9, 3e9, -3e9, NaN], { backend: device });
    expect(await cast(x, "int32").toArray()).toEqual([1, -1, 2147483647, -2147483648, 0]);
  });

  it("makes bool of what is not 0, and 0 and 1 of bool", async () => {
    expect(await cast(tensor([0, 0.5, NaN], { backend: device }), "bool").toArray()).toEqual([0, 1, 1]);
    const truth = cast(tensor([true, false], { backend: device }), "float32");
    expect([truth.dtype, await truth.toArray()]).toEqual(["float32", [1, 0]]);
  });

  it("gives the tensor itself where it has the type", () => {
    const x = tensor([1], { backend: device });
    expect(cast(x, "float32")).toBe(x);
  });

  it("passes gradients between floats, and nowhere else", async () => {
    const narrow = { relative: 1e-3, absolute: 1e-3, step: 1e-2 };
    await checkGradient((x) => cast(mul(cast(x, "float32"), 3), "float64"), [{ data: [1, 2], shape: [2] }], narrow);
    const x = tensor([1], { backend: device, requiresGradient: true });
    expect(cast(x, "int32").requiresGradient).toBe(false);
  });
});
