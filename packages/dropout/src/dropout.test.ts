import { backend, checkSecondGradient, expectClose } from "@nn/testing";
import { explain, generator, grad, ones, randomBitsOnHost, statistics, tensor, zeros } from "@nn/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropout, dropoutWithMask } from "./dropout.ts";

const on = { backend: await backend() };

describe("dropout", () => {
  it("keeps where random bits are below the threshold, and scales up", async () => {
    const [key0, key1] = generator(3).next();
    const kept = Array.from({ length: 6 }, (_, position) => randomBitsOnHost(position, key0, key1) < 0.75 * 2 ** 32);
    const result = dropout(tensor([[3, 6, 9], [3, 6, 9]], on), { probability: 0.25, generator: generator(3) }); // prettier-ignore
    expect([...(await result.data())]).toEqual(
      [4, 8, 12, 4, 8, 12].map((value, position) => (kept[position] ? value : 0)),
    );
  });

  it("drops as often as it is told, and keeps the mean", async () => {
    const count = 20_000;
    for (const probability of [0.1, 0.5, 0.9]) {
      const data = await dropout(ones([count], on), { probability, generator: generator(1) }).data();
      const dropped = data.filter((value) => value === 0).length / count;
      expect(Math.abs(dropped - probability)).toBeLessThan(0.01);
      const kept = data.find((value) => value !== 0);
      expect(kept).toBe(Math.fround(1 / (1 - probability)));
    }
  });

  it("gives other masks with each call, and the same ones for the same seed", async () => {
    const draw = async (seed: number): Promise<string[]> => {
      const source = generator(seed);
      const one = await dropout(ones([64], on), { generator: source }).data();
      const two = await dropout(ones([64], on), { generator: source }).data();
      return [one.join(), two.join()];
    };
    const [one, two] = await draw(1);
    expect(one).not.toBe(two);
    expect(await draw(1)).toEqual([one, two]);
    expect((await draw(2))[0]).not.toBe(one);
  });

  it("changes nothing in evaluation, or with probability 0, and then takes no key", async () => {
    const x = tensor([1, NaN], on);
    const source = generator(1);
    expect(dropout(x, { training: false, generator: source })).toBe(x);
    expect(dropout(x, { probability: 0, generator: source })).toBe(x);
    expect(source.state.counter).toBe(0);
  });

  // Burn divides by 1 − p, which is 0, and gives NaN; PyTorch multiplies by the mask, which keeps NaN.
  it("gives zeros with probability 1, whatever the input, and takes no key", async () => {
    const x = tensor([1, NaN, Infinity], { ...on, requiresGradient: true });
    const result = dropout(x, { probability: 1, generator: generator(1) });
    expect(explain(result).kernels[0]?.formula).not.toContain("inf");
    expect(await result.toArray()).toEqual([0, 0, 0]);
    const source = generator(1);
    const downscaled = { probability: 1, mode: "downscaleInInference", generator: source } as const;
    for (const training of [true, false]) {
      expect(await dropout(x, { ...downscaled, training }).toArray()).toEqual([0, 0, 0]);
    }
    expect(source.state.counter).toBe(0);
    expect(await grad(result, [x])[0]?.toArray()).toEqual([0, 0, 0]);
  });

  it("can scale down in inference instead", async () => {
    const options = { probability: 0.25, mode: "downscaleInInference", generator: generator(1) } as const;
    const data = await dropout(ones([100], on), options).data();
    expect(new Set(data)).toEqual(new Set([0, 1]));
    expect(await dropout(tensor([4, 8], on), { ...options, training: false }).toArray()).toEqual([3, 6]);
  });

  it("gives 0 where it drops, NaN and infinities too", async () => {
    const x = tensor([NaN, Infinity, -Infinity, NaN, Infinity, 1, NaN, 2], on);
    const { output, mask } = dropoutWithMask(x, { generator: generator(1) });
    const [values, kept] = [await output.data(), await mask.data()];
    expect(kept).toContain(0);
    kept.forEach((is, at) => expect(is ? true : values[at] === 0).toBe(true));
  });

  it("shows its mask", async () => {
    const x = tensor([1, 2, 3, 4, 5, 6, 7, 8], { ...on, shape: [2, 4] });
    const { output, mask } = dropoutWithMask(x, { generator: generator(1) });
    const [values, kept] = [await output.data(), await mask.data()];
    expect([mask.dtype, mask.shape]).toEqual(["bool", [2, 4]]);
    expect([...values]).toEqual([...kept].map((is, at) => (is ? 2 * (at + 1) : 0)));
    expect(await dropout(x, { generator: generator(1) }).data()).toEqual(values);
    for (const options of [{ training: false }, { probability: 0 }]) {
      const all = dropoutWithMask(x, { ...options, generator: generator(1) });
      expect([...(await all.mask.data())]).toEqual(Array.from({ length: 8 }, () => 1));
      expect(all.output).toBe(x);
    }
    const none = dropoutWithMask(x, { probability: 1, generator: generator(1) });
    expect([...(await none.mask.data())]).toEqual(Array.from({ length: 8 }, () => 0));
  });

  it("keeps or drops together along shared axes", async () => {
    const x = ones([40, 3, 2], on);
    const rows = (await dropout(x, { sharedAxes: [1, -1], generator: generator(1) }).toArray()) as number[][][];
    expect(new Set(rows.map((row) => new Set(row.flat()).size))).toEqual(new Set([1]));
    expect(new Set(rows.map((row) => row[0]![0]))).toEqual(new Set([0, 2]));
    const { mask } = dropoutWithMask(x, { sharedAxes: 0, generator: generator(1) });
    const [first, ...others] = (await mask.toArray()) as number[][][];
    expect(others.every((other) => String(other) === String(first))).toBe(true);
    expect(() => dropout(x, { sharedAxes: 3, generator: generator(1) })).toThrow(
      "dropout: expected axis to be an integer from -3 to 2, got 3",
    );
  });

  it("drops the same elements of the gradient", async () => {
    const lengths = fc.integer({ min: 0, max: 50 });
    await fc.assert(
      fc.asyncProperty(
        lengths,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (length, seed, probability) => {
          const x = ones([length], { ...on, requiresGradient: true });
          const result = dropout(x, { probability, generator: generator(seed) });
          const gradient = probability === 0 ? ones([length], on) : grad(result, [x])[0]!;
          expectClose(await gradient.data(), await result.data());
        },
      ),
      { numRuns: 30 },
    );
  });

  it("can be differentiated twice", async () => {
    const x = { data: [1, 2, 3, 4], shape: [2, 2] };
    await checkSecondGradient((input) => dropout(input, { generator: generator(1) }), [x]);
  });

  it("stores no mask, and compiles nothing for another key", async () => {
    const source = generator(1);
    const step = () => {
      const x = tensor(new Float32Array(256), { ...on, requiresGradient: true });
      return grad(dropout(x, { generator: source }), [x], tensor(new Float32Array(256), on));
    };
    expect(explain(step()).kernels).toHaveLength(1);
    await step()[0]!.data();
    const { compiled, plans } = statistics(on.backend);
    await step()[0]!.data();
    expect(statistics(on.backend)).toMatchObject({ compiled, plans });
  });

  it("refuses probabilities that are none, and integers", () => {
    const source = generator(1);
    expect(() => dropout(zeros([2], on), { probability: 1.5, generator: source })).toThrow(
      "dropout: expected probability from 0 to 1, got 1.5",
    );
    expect(() => dropout(zeros([2], { ...on, dtype: "int32" }), { generator: source })).toThrow(
      "dropout: expected float32 or float64, got int32; convert with cast",
    );
  });
});
