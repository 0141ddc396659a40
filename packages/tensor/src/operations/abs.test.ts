import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { abs } from "./abs.ts";

const device = await backend();

describe("abs", () => {
  it("drops the sign", async () => {
    const x = tensor([1.5, -2, 0, -Infinity, NaN], { backend: device });
    expectClose(await abs(x).data(), [1.5, 2, 0, Infinity, NaN]);
  });

  it("keeps shapes", () => {
    expect(abs(zeros([], { backend: device })).shape).toEqual([]);
    expect(abs(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2], shape: [2] };
    await checkGradient(abs, [x]);
    await checkSecondGradient(abs, [x]);
  });

  it("takes integers, but no bool", async () => {
    const y = abs(tensor([-7, 2], { backend: device, dtype: "int32" }));
    expect(y.dtype).toBe("int32");
    expect(await y.toArray()).toEqual([7, 2]);
    expect(() => abs(tensor([true], { backend: device }))).toThrow(
      "abs: expected a numeric type, got bool; convert with cast",
    );
  });
});
