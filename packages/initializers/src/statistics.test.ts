import { evaluateUnary } from "@nn/backend";
import { generator, type Generator, type Tensor } from "@nn/tensor";
import { backend, expectDistribution, expectMoments, expectNoLag, expectUncorrelated, type Moments } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { kaimingNormal, kaimingUniform, normal, orthogonal, truncatedNormal, uniform } from "./index.ts";
import { xavierNormal, xavierUniform } from "./xavier.ts";

const device = await backend();
/** 9600 numbers: fans 10 · 12 = 120 and 80 · 12 = 960. */
const shape = [80, 10, 3, 4];

interface Kind {
  readonly draw: (source: Generator) => Tensor;
  readonly moments: Moments;
  /** The distribution function. */
  readonly below: (x: number) => number;
}

/** Φ */
function phi(x: number): number {
  return (1 + evaluateUnary("erf", "float64", x / Math.SQRT2)) / 2;
}

function normally(variance: number, draw: Kind["draw"], mean = 0): Kind {
  return { draw, moments: { mean, variance, kurtosis: 3 }, below: (x) => phi((x - mean) / Math.sqrt(variance)) };
}

/** Of U(m − a, m + a) the variance is a² / 3. */
function uniformly(variance: number, draw: Kind["draw"], mean = 0): Kind {
  const bound = Math.sqrt(3 * variance);
  return { draw, moments: { mean, variance, kurtosis: 1.8 }, below: (x) => (x - mean + bound) / (2 * bound) };
}

const on = (source: Generator) => ({ backend: device, generator: source });
const kinds: Record<string, Kind> = {
  uniform: uniformly(3, (source) => uniform(shape, { ...on(source), low: -2, high: 4 }), 1),
  normal: normally(4, (source) => normal(shape, { ...on(source), mean: 1, std: 2 }), 1),
  xavierUniform: uniformly(2 / 1080, (source) => xavierUniform(shape, on(source))),
  xavierNormal: normally(2 / 1080, (source) => xavierNormal(shape, on(source))),
  "xavierNormal with a gain of 3": normally(18 / 1080, (source) => xavierNormal(shape, { ...on(source), gain: 3 })),
  kaimingUniform: uniformly(2 / 120, (source) => kaimingUniform(shape, on(source))),
  kaimingNormal: normally(2 / 120, (source) => kaimingNormal(shape, on(source))),
  "kaimingNormal backwards": normally(2 / 960, (source) => kaimingNormal(shape, { ...on(source), mode: "fanOut" })),
  "kaimingUniform for tanh": uniformly(25 / 9 / 120, (source) =>
    kaimingUniform(shape, { ...on(source), nonlinearity: "tanh" }),
  ),
  truncatedNormal: {
    draw: (source) => truncatedNormal(shape, on(source)),
    // With Z = Φ(2) − Φ(−2): E x² = 1 − 4 φ(2) / Z, E x⁴ = 3 − (2 · 2³ + 6 · 2) φ(2) / Z.
    moments: { mean: 0, variance: 0.773741, kurtosis: 2.36487 },
    below: (x) => (phi(x) - phi(-2)) / (phi(2) - phi(-2)),
  },
};

async function read(drawn: Tensor): Promise<Float32Array> {
  return Float32Array.from(await drawn.data());
}

describe.each(Object.entries(kinds))("%s", (_name, { draw, moments, below }) => {
  it("has the moments and the shape of its distribution", async () => {
    const numbers = await read(draw(generator(21)));
    expectMoments(numbers, moments);
    expectDistribution(numbers, below);
  });

  it("is independent between elements, rows, calls and seeds", async () => {
    const source = generator(22);
    const [first, second] = [await read(draw(source)), await read(draw(source))];
    // 12 elements of a kernel, 120 of an output
    expectNoLag(first, [1, 2, 3, 4, 12, 120, 1200], moments);
    expectUncorrelated(first, second, moments);
    expectUncorrelated(first, await read(draw(generator(23))), moments);
    expectUncorrelated(first, await read(draw(generator(22).fork())), moments);
  });
});

describe("orthogonal", () => {
  const matrix = async (source: Generator, size: number): Promise<Float32Array> =>
    read(orthogonal([size, size], on(source)));

  it("has the moments of a random rotation's elements", async () => {
    // Squares of elements are Beta(1/2, (n − 1)/2): variance 1 / n, kurtosis 3n / (n + 2).
    const size = 64;
    const numbers = await matrix(generator(24), size);
    expectMoments(numbers, { mean: 0, variance: 1 / size, kurtosis: (3 * size) / (size + 2) });
    expectNoLag(numbers, [1, 2, size + 1], { mean: 0, variance: 1 / size });
    const other = await matrix(generator(25), size);
    expectUncorrelated(numbers, other, { mean: 0, variance: 1 / size });
  });

  it("favours no direction, and neither rotations nor reflections", async () => {
    const source = generator(26);
    const draws = await Promise.all(Array.from({ length: 256 }, () => matrix(source, 2)));
    const angles = draws.map(([a, b]) => Math.atan2(b!, a!));
    expectDistribution(angles, (angle) => 0.5 + angle / (2 * Math.PI), 16);
    const determinants = draws.map(([a, b, c, d]) => a! * d! - b! * c!);
    for (const determinant of determinants) expect(Math.abs(determinant)).toBeCloseTo(1, 5);
    const excess = determinants.reduce((sum, sign) => sum + sign, 0);
    expect(Math.abs(excess)).toBeLessThan(4.5 * Math.sqrt(draws.length));
  });
});
