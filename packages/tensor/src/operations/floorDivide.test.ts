import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { floorDivide } from "./floorDivide.ts";

const device = await backend();

describe("floorDivide", () => {
  it("divides and rounds down", async () => {
    const x = tensor([7, -7, 7, -7, 5.5], { backend: device });
    const y = tensor([3, 3, -3, -3, 2], { backend: device });
    expectClose(await floorDivide(x, y).data(), [2, -3, -3, 2, 2]);
  });

  it("takes numbers on either side", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await floorDivide(x, 2).toArray()).toEqual([0, 1]);
    expect(await floorDivide(5, x).toArray()).toEqual([5, 2]);
  });

  it("broadcasts", () => {
    const shapeOf = (a: number[], b: number[]): readonly number[] =>
      floorDivide(zeros(a, { backend: device }), zeros(b, { backend: device })).shape;
    expect(shapeOf([2, 1], [3])).toEqual([2, 3]);
    expect(shapeOf([], [2])).toEqual([2]);
    expect(shapeOf([0, 3], [1, 1])).toEqual([0, 3]);
    expect(() => shapeOf([2], [3])).toThrow("floorDivide: shapes [2] and [3] do not broadcast");
  });

  it("takes integers", async () => {
    const [x, y] = [
      tensor([7, -7, 7], { backend: device, dtype: "int32" }),
      tensor([3, 3, 0], { backend: device, dtype: "int32" }),
    ];
    expect(floorDivide(x, y).dtype).toBe("int32");
    expect(await floorDivide(x, y).toArray()).toEqual([2, -3, 0]);
  });

  it("refuses types that do not fit", () => {
    const x = tensor([1], { backend: device });
    expect(() => floorDivide(x, tensor([1], { backend: device, dtype: "uint32" }))).toThrow(
      "floorDivide: expected tensors of one type, got float32 and uint32; convert one with cast",
    );
    expect(() => floorDivide(1, 2)).toThrow("floorDivide: expected at least one tensor, got numbers only");
    const truth = tensor([true], { backend: device });
    expect(() => floorDivide(truth, truth)).toThrow(
      "floorDivide: expected a numeric type, got bool; convert with cast",
    );
    const whole = tensor([1], { backend: device, dtype: "int32" });
    expect(() => floorDivide(whole, 0.5)).toThrow("floorDivide: expected a number that int32 can hold, got 0.5");
  });
});
