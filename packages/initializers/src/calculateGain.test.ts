import { expect, it } from "vitest";
import { calculateGain } from "./calculateGain.ts";

it("knows the gains of nonlinearities", () => {
  expect(calculateGain("linear")).toBe(1);
  expect(calculateGain("sigmoid")).toBe(1);
  expect(calculateGain("tanh")).toBe(5 / 3);
  expect(calculateGain("relu")).toBeCloseTo(1.41421356, 8);
  expect(calculateGain("leakyReLU")).toBeCloseTo(1.41414286, 8);
  expect(calculateGain("leakyReLU", 1)).toBe(1);
  expect(calculateGain("selu")).toBe(0.75);
});

it("refuses others", () => {
  // @ts-expect-error what JavaScript may pass
  expect(() => calculateGain("swish")).toThrow(
    "calculateGain: expected linear, sigmoid, tanh, relu, leakyReLU or selu, got swish",
  );
});
