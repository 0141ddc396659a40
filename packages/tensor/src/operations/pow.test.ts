import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { explain } from "../explain.ts";
import { pow } from "./pow.ts";

const device = await backend();

describe("pow", () => {
  it("raises to tensors and numbers", async () => {
    const x = tensor([2, 4, 9, 0, -2], { backend: device });
    expectClose(await pow(x, tensor([3, 0.5, -1, 0, 2], { backend: device })).data(), [8, 2, 1 / 9, 1, 4]);
    expectClose(await pow(x, 1.5).data(), [2.828427, 8, 27, 0, NaN]);
    expectClose(await pow(2, x).data(), [4, 16, 512, 1, 0.25]);
  });

  it("makes products, roots and quotients of common exponents", async () => {
    const x = tensor([4, 0.25, 2], { backend: device });
    expect(pow(x, 1)).toBe(x);
    expectClose(await pow(x, 0).data(), [1, 1, 1]);
    expectClose(await pow(x, 2).data(), [16, 0.0625, 4]);
    expectClose(await pow(x, 3).data(), [64, 0.015625, 8]);
    expectClose(await pow(x, 0.5).data(), [2, 0.5, 1.4142135]);
    expectClose(await pow(x, -1).data(), [0.25, 4, 0.5]);
    for (const exponent of [2, 3, 0.5, -1]) expect(String(explain(pow(x, exponent)))).not.toContain("pow");
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, 1.25, 2.5], shape: [3] };
    const y = { data: [2, -1.5, 0.5], shape: [3] };
    await checkGradient(pow, [x, y]);
    await checkSecondGradient(pow, [x, y]);
    for (const exponent of [0, 1, 2, 3, 0.5, -1, 2.5]) await checkGradient((a) => pow(a, exponent), [x]);
    await checkGradient((a) => pow(a, 4), [{ data: [-1.5, 0], shape: [2] }]);
  });

  it("refuses integers", () => {
    expect(() => pow(tensor([1], { backend: device, dtype: "int32" }), 2)).toThrow(
      "pow: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => pow(2, 3)).toThrow("pow: expected at least one tensor, got numbers only");
  });
});
