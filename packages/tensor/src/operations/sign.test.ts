import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { sign } from "./sign.ts";

const device = await backend();

describe("sign", () => {
  it("is -1, 0 or 1", async () => {
    const x = tensor([1.5, -2, 0, Infinity, NaN], { backend: device });
    expectClose(await sign(x).data(), [1, -1, 0, 1, NaN]);
  });

  it("keeps shapes", () => {
    expect(sign(zeros([], { backend: device })).shape).toEqual([]);
    expect(sign(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("passes no gradient", () => {
    const x = tensor([0.4, -1.2], { backend: device, requiresGradient: true });
    expect(() => grad(sign(x), [x])).toThrow("grad: the output does not depend on input 0");
  });

  it("takes integers, but no bool", async () => {
    const y = sign(tensor([-7, 2], { backend: device, dtype: "int32" }));
    expect(y.dtype).toBe("int32");
    expect(await y.toArray()).toEqual([-1, 1]);
    expect(() => sign(tensor([true], { backend: device }))).toThrow(
      "sign: expected a numeric type, got bool; convert with cast",
    );
  });
});
