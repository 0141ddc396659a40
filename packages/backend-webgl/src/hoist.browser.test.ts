import { add, divide, index, load, multiply, unary, type Expression, type TensorType } from "@nn/backend";
import { expect, it } from "vitest";
import { device, elementwiseKernel, noise, runBoth } from "./fixtures.ts";

const [images, channels]: TensorType[] = [
  { dtype: "float32", shape: [2, 6, 80, 80] },
  { dtype: "float32", shape: [6] },
];
const [x, bias, weight, variance] = [
  load(0, images!, [index(0), index(1), index(2), index(3)]),
  ...[1, 2, 3].map((input) => load(input, channels!, [index(1)])),
] as Expression[];

it("draws what channels share once, and then the rest", async () => {
  const value = add(multiply(x!, divide(weight!, unary("squareRoot", add(variance!, 0.5)))), bias!);
  const kernel = elementwiseKernel(images!.shape, [images!, channels!, channels!, channels!], value);
  const squares = noise(6, 4).map((number) => number * number);
  const { actual, expected } = await runBoth(kernel, [noise(76800, 1), noise(6, 2), noise(6, 3), squares]);
  actual[0]!.forEach((number, at) => {
    if (Math.abs(number - expected[0]![at]!) > 1e-6) expect(number, `at ${at}`).toBe(expected[0]![at]);
  });
  const executable = await (await device()).compile(kernel);
  expect(executable.source?.().match(/void main/g)).toHaveLength(2);
});
