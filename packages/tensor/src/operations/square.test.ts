import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { square } from "./square.ts";

const device = await backend();

describe("square", () => {
  it("multiplies by itself", async () => {
    const x = tensor([1.5, -2, 0, -Infinity, NaN], { backend: device });
    expectClose(await square(x).data(), [2.25, 4, 0, Infinity, NaN]);
  });

  it("keeps shapes", () => {
    expect(square(zeros([], { backend: device })).shape).toEqual([]);
    expect(square(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2, 0], shape: [3] };
    await checkGradient(square, [x]);
    await checkSecondGradient(square, [x]);
  });

  it("takes integers, but no bool", async () => {
    const y = square(tensor([-7, 2], { backend: device, dtype: "int32" }));
    expect(y.dtype).toBe("int32");
    expect(await y.toArray()).toEqual([49, 4]);
    expect(() => square(tensor([true], { backend: device }))).toThrow(
      "square: expected a numeric type, got bool; convert with cast",
    );
  });
});
