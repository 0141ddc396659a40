import { interpreter } from "@nn/backend";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "./create.ts";
import { boolOperands, floatOperands, numericOperands, operands } from "./operands.ts";

const device = await backend();
const float = tensor([1], { backend: device });
const integer = tensor([1], { backend: device, dtype: "int32" });
const truth = tensor([true], { backend: device });

describe("operands", () => {
  it("makes scalars of numbers, of the type of the tensor beside them", async () => {
    const [left, right] = operands("test", [0.5, float]);
    expect([left!.dtype, left!.shape, await left!.item()]).toEqual(["float32", [], 0.5]);
    expect(right).toBe(float);
    expect(operands("test", [integer, -3])[1]!.dtype).toBe("int32");
  });

  it("refuses tensors of different backends", async () => {
    const elsewhere = tensor([1], { backend: await interpreter({ name: "elsewhere" }) });
    expect(() => operands("test", [float, 1, elsewhere])).toThrow(
      `test: expected tensors of one backend, got ${device.name} and elsewhere; move one with to(tensor, backend)`,
    );
  });

  it("refuses different types, numbers only, and numbers that do not fit", () => {
    expect(() => operands("test", [float, 1, integer])).toThrow(
      "test: expected tensors of one type, got float32 and int32; convert one with cast",
    );
    expect(() => operands("test", [1, 2])).toThrow("test: expected at least one tensor, got numbers only");
    expect(() => operands("test", [integer, NaN])).toThrow("test: expected a number that int32 can hold, got NaN");
    expect(() => operands("test", [2, truth])).toThrow("test: expected a number that bool can hold, got 2");
  });
});

it("numericOperands refuses bool", () => {
  expect(numericOperands("test", [integer])).toEqual([integer]);
  expect(() => numericOperands("test", [truth])).toThrow("test: expected a numeric type, got bool; convert with cast");
});

it("floatOperands refuses integers and bool", () => {
  expect(floatOperands("test", [float])).toEqual([float]);
  expect(() => floatOperands("test", [integer])).toThrow(
    "test: expected float32 or float64, got int32; convert with cast",
  );
});

it("boolOperands refuses numbers", () => {
  expect(boolOperands("test", [truth])).toEqual([truth]);
  expect(() => boolOperands("test", [float])).toThrow("test: expected bool, got float32; convert with cast");
});
