import { generator, type Tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import type { InitializerOptions } from "./initializerOptions.ts";
import { kaimingNormal, kaimingUniform } from "./kaiming.ts";
import { xavierNormal, xavierUniform } from "./xavier.ts";

const shape = [40, 30, 3, 3]; // fans 270 and 360

async function options(seed = 7): Promise<InitializerOptions> {
  return { backend: await backend(), generator: generator(seed) };
}

/** Mean, standard deviation and largest size. */
async function measure(values: Tensor): Promise<{ mean: number; std: number; largest: number }> {
  const data = [...(await values.data())];
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const std = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
  return { mean, std, largest: Math.max(...data.map(Math.abs)) };
}

/** 10 800 numbers: the mean is within 4 σ / √n, the deviation within 4 σ / √(2n). */
async function expectDistribution(values: Tensor, std: number, kind: "uniform" | "normal"): Promise<void> {
  const measured = await measure(values);
  expect(Math.abs(measured.mean)).toBeLessThan((4 * std) / Math.sqrt(values.size));
  expect(Math.abs(measured.std / std - 1)).toBeLessThan(4 / Math.sqrt(2 * values.size));
  const bound = Math.sqrt(3) * std;
  if (kind === "normal") expect(measured.largest).toBeGreaterThan(3 * std);
  else expect(measured.largest).toBeLessThanOrEqual(bound * 1.000001);
  if (kind === "uniform") expect(measured.largest).toBeGreaterThan(bound * 0.99);
}

describe("xavier", () => {
  it("has the variance 2 / (fanIn + fanOut)", async () => {
    const std = Math.sqrt(2 / 630);
    await expectDistribution(xavierUniform(shape, await options()), std, "uniform");
    await expectDistribution(xavierNormal(shape, await options()), std, "normal");
    await expectDistribution(xavierNormal(shape, { ...(await options()), gain: 5 }), 5 * std, "normal");
  });
});

describe("kaiming", () => {
  it("has the variance gain² / fan", async () => {
    await expectDistribution(kaimingUniform(shape, await options()), Math.sqrt(2 / 270), "uniform");
    await expectDistribution(kaimingNormal(shape, await options()), Math.sqrt(2 / 270), "normal");
    const backward = { ...(await options()), mode: "fanOut", nonlinearity: "tanh" } as const;
    await expectDistribution(kaimingNormal(shape, backward), 5 / 3 / Math.sqrt(360), "normal");
    const leaky = { ...(await options()), negativeSlope: Math.sqrt(5) };
    await expectDistribution(kaimingUniform(shape, leaky), 1 / Math.sqrt(3 * 270), "uniform");
  });

  it("refuses another mode", async () => {
    // @ts-expect-error what JavaScript may pass
    const call = (given: InitializerOptions): Tensor => kaimingNormal(shape, { ...given, mode: "fan" });
    const given = await options();
    expect(() => call(given)).toThrow('kaimingNormal: expected mode "fanIn" or "fanOut", got "fan"');
  });
});

describe("scaled initializers", () => {
  it("repeat themselves by seed", async () => {
    const draw = async (seed: number): Promise<number[]> => [
      ...(await xavierUniform([5, 4], await options(seed)).data()),
    ];
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });

  it("need a shape with fans", async () => {
    const given = await options();
    const expected = "expected a shape [outputs, inputs, ...kernel], got [3]";
    expect(() => xavierUniform([3], given)).toThrow(`xavierUniform: ${expected}`);
    expect(() => xavierNormal([3], given)).toThrow(`xavierNormal: ${expected}`);
    expect(() => kaimingUniform([3], given)).toThrow(`kaimingUniform: ${expected}`);
    expect(() => kaimingNormal([3], given)).toThrow(`kaimingNormal: ${expected}`);
  });
});
