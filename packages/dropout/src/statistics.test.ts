import { evaluateUnary } from "@nn/backend";
import { Sequential } from "@nn/module";
import { generator, normal, ones, zeros, type Generator, type Tensor } from "@nn/tensor";
import {
  backend,
  expectCounts,
  expectDistribution,
  expectMoments,
  expectNoLag,
  expectUncorrelated,
  type Moments,
} from "@nn/testing";
import { describe, expect, it } from "vitest";
import { alphaDropout } from "./alphaDropout.ts";
import { dropout } from "./dropout.ts";
import { dropout1d } from "./dropout1d.ts";
import { dropout2d } from "./dropout2d.ts";
import { dropout3d } from "./dropout3d.ts";
import { Dropout } from "./dropoutLayer.ts";
import { featureAlphaDropout } from "./featureAlphaDropout.ts";
import { gaussianDropout } from "./gaussianDropout.ts";

const on = { backend: await backend() };
const [batch, channels] = [128, 64];

interface Kind {
  /** Drops, from an input for which what is kept ends above 0, and what is dropped does not. */
  readonly drop: (source: Generator, probability: number) => Tensor;
  /** The shape of the input. */
  readonly shape: readonly number[];
  /** The axes along which elements share a decision. */
  readonly shared: readonly number[];
}

function kind(
  shape: readonly number[],
  shared: readonly number[],
  drop: (x: Tensor, source: Generator, probability: number) => Tensor,
  input = ones,
): Kind {
  return { shape, shared, drop: (source, probability) => drop(input(shape, on), source, probability) };
}

const plane = [batch, channels, 1, 2];
const kinds: Record<string, Kind> = {
  dropout: kind([batch, channels], [], (x, source, probability) => dropout(x, { probability, generator: source })),
  dropout1d: kind([batch, channels, 2], [2], (x, source, probability) =>
    dropout1d(x, { probability, generator: source }),
  ),
  dropout2d: kind(plane, [2, 3], (x, source, probability) => dropout2d(x, { probability, generator: source })),
  dropout3d: kind([batch, channels, 1, 2, 1], [2, 3, 4], (x, source, probability) =>
    dropout3d(x, { probability, generator: source }),
  ),
  "dropout2d, channels last": kind([batch, 1, 2, channels], [1, 2], (x, source, probability) =>
    dropout2d(x, { probability, generator: source, layout: "channels-last" }),
  ),
  "shared along the first axis": kind([2, batch * channels], [0], (x, source, probability) =>
    dropout(x, { probability, generator: source, sharedAxes: 0 }),
  ),
  "shared along an axis between": kind([batch, 2, channels], [1], (x, source, probability) =>
    dropout(x, { probability, generator: source, sharedAxes: [1] }),
  ),
  "in inference scaled down": kind([batch, channels], [], (x, source, probability) =>
    dropout(x, { probability, generator: source, mode: "downscaleInInference" }),
  ),
  alphaDropout: kind(
    [batch, channels],
    [],
    (x, source, probability) => alphaDropout(x, { probability, generator: source }),
    zeros,
  ),
  featureAlphaDropout: kind(
    [batch, channels, 2],
    [2],
    (x, source, probability) => featureAlphaDropout(x, { probability, generator: source }),
    zeros,
  ),
};

/** What was kept, one number for each decision; expects those that share one to agree. */
async function decisions({ drop, shape, shared }: Kind, source: Generator, probability: number): Promise<Uint8Array> {
  const data = await drop(source, probability).data();
  const groups = new Map<string, boolean>();
  Array.from(data).forEach((value, position) => {
    let rest = position;
    const place = shape
      .map((_, axis) => shape.length - 1 - axis)
      .map((axis) => {
        const at = rest % shape[axis]!;
        rest = (rest - at) / shape[axis]!;
        return shared.includes(axis) ? 0 : at;
      });
    const key = place.reverse().join();
    const kept = groups.get(key) ?? value > 0;
    if (kept !== value > 0) throw new Error(`${key} is kept in part`);
    groups.set(key, kept);
  });
  return Uint8Array.from(groups.values(), Number);
}

/** Of a decision that is 1 with probability q; its fourth central moment is q(1 − q)(1 − 3q(1 − q)). */
function bernoulli(q: number): Moments {
  const variance = q * (1 - q);
  return { mean: q, variance, kurtosis: (1 - 3 * variance) / variance };
}

describe.each(Object.entries(kinds))("decisions of %s", (_name, one) => {
  it.each([0.2, 0.5, 0.9])("keep 1 − p of the elements, at p = %d", async (p) => {
    const kept = await decisions(one, generator(31), p);
    expect(kept.length).toBe(batch * channels);
    expectMoments(kept, bernoulli(1 - p));
    // How many of 8 neighbours are kept is binomial, and how often each channel is kept much alike.
    const counts = Array.from({ length: 9 }, () => 0);
    for (let at = 0; at < kept.length; at += 8) counts[kept.subarray(at, at + 8).reduce((sum, bit) => sum + bit, 0)]!++;
    const expected = counts.map((_, k) => (kept.length / 8) * binomial(8, k) * (1 - p) ** k * p ** (8 - k));
    expectCounts(...merged(counts, expected));
    const perChannel = Array.from({ length: channels }, () => 0);
    kept.forEach((bit, at) => (perChannel[at % channels]! += bit));
    const error = perChannel.reduce((sum, count) => sum + (count - batch * (1 - p)) ** 2, 0) / (batch * p * (1 - p));
    // A sum of as many squares as there are channels, of variance 2 each.
    expect(Math.abs(error - channels) / Math.sqrt(2 * channels)).toBeLessThan(4.5);
  });

  it("are independent between elements, channels, samples, calls, seeds and layers", async () => {
    const moments = bernoulli(0.7);
    const source = generator(32);
    const [first, second] = [await decisions(one, source, 0.3), await decisions(one, source, 0.3)];
    expectNoLag(first, [1, 2, 3, 4, 8, 32, channels, 2 * channels, 16 * channels], moments);
    expectUncorrelated(first, second, moments);
    expectUncorrelated(first, await decisions(one, generator(33), 0.3), moments);
    expectUncorrelated(first, await decisions(one, generator(32).fork(), 0.3), moments);
  });
});

describe("values", () => {
  const x = ones([batch, channels], on);

  it("keep their mean in training, or are scaled down in inference", async () => {
    const p = 0.2;
    const up = await dropout(x, { probability: p, generator: generator(34) }).data();
    const kept = bernoulli(1 - p);
    // The decision over 1 − p.
    expectMoments(up, { mean: 1, variance: kept.variance / (1 - p) ** 2, kurtosis: kept.kurtosis });
    const mode = "downscaleInInference";
    expectMoments(await dropout(x, { probability: p, generator: generator(34), mode }).data(), kept);
    const inference = await dropout(x, { probability: p, generator: generator(34), mode, training: false }).data();
    expect(new Set(inference)).toEqual(new Set([Math.fround(1 - p)]));
  });

  it.each([0.1, 0.5, 0.8])("of alpha dropout keep mean 0 and variance 1, at p = %d", async (p) => {
    const input = normal([batch, 2 * channels], { ...on, generator: generator(35) });
    const saturation = -1.7580993408473766;
    const scale = ((1 - p) * (1 + p * saturation ** 2)) ** -0.5;
    const offset = -scale * p * saturation;
    // E y⁴ with y = a·z + b, of which E z⁴ = 3 and E z² = 1, where kept, and y = a·α′ + b where dropped.
    const fourth =
      (1 - p) * (3 * scale ** 4 + 6 * scale ** 2 * offset ** 2 + offset ** 4) + p * (scale * saturation + offset) ** 4;
    const options = { probability: p, generator: generator(36) };
    expectMoments(await alphaDropout(input, options).data(), { mean: 0, variance: 1, kurtosis: fourth });
  });

  it.each([0.2, 0.5])("of Gaussian dropout are N(1, p / (1 − p)), and independent, at p = %d", async (p) => {
    const moments = { mean: 1, variance: p / (1 - p), kurtosis: 3 };
    const wide = ones([4 * batch, channels], on);
    const draw = async (source: Generator): Promise<Float32Array> =>
      Float32Array.from(await gaussianDropout(wide, { probability: p, generator: source }).data());
    const source = generator(37);
    const [first, second] = [await draw(source), await draw(source)];
    expectMoments(first, moments);
    expectDistribution(
      first,
      (y) => (1 + evaluateUnary("erf", "float64", (y - 1) / Math.sqrt(2 * moments.variance))) / 2,
    );
    expectNoLag(first, [1, 2, 4, channels, 3 * channels], moments);
    expectUncorrelated(first, second, moments);
    expectUncorrelated(first, await draw(generator(38)), moments);
  });

  it("are dropped independently by the layers of one model", async () => {
    const source = generator(39);
    const layers = [new Dropout({ generator: source }), new Dropout({ generator: source })] as const;
    const [one, two] = await Promise.all(layers.map(async (layer) => Uint8Array.from(await layer.forward(x).data())));
    const moments = { mean: 1, variance: 1 }; // 0 or 2
    expectUncorrelated(one!, two!, moments);
    // Through both, 1 of 4 is left.
    const both = await new Sequential(...layers).forward(x).data();
    expectMoments(Array.from(both, (value) => value / 4), bernoulli(0.25)); // prettier-ignore
  });
});

/** Counts with those that are expected less than 5 times joined to their neighbours. */
function merged(counts: readonly number[], expected: readonly number[]): [number[], number[]] {
  const [joined, sums]: [number[], number[]] = [[0], [0]];
  counts.forEach((count, at) => {
    joined[joined.length - 1]! += count;
    sums[sums.length - 1]! += expected[at]!;
    const rest = expected.slice(at + 1).reduce((sum, value) => sum + value, 0);
    if (sums.at(-1)! >= 5 && rest >= 5) [joined, sums].forEach((list) => list.push(0));
  });
  return [joined, sums];
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k;
}
