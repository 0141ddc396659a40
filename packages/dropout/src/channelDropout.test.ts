import { backend, checkSecondGradient } from "@nn/testing";
import { generator, ones, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Dropout1d, dropout1d } from "./dropout1d.ts";
import { Dropout2d, dropout2d } from "./dropout2d.ts";
import { Dropout3d, dropout3d } from "./dropout3d.ts";

const on = { backend: await backend() };

/** How many different values each channel has, and which values there are. */
async function channels(y: Tensor, positions: number): Promise<{ sizes: Set<number>; values: Set<number> }> {
  const data = [...(await y.data())];
  const planes = Array.from({ length: data.length / positions }, (_, plane) =>
    data.slice(plane * positions, (plane + 1) * positions),
  );
  return { sizes: new Set(planes.map((plane) => new Set(plane).size)), values: new Set(data) };
}

describe("dropout of channels", () => {
  it("drops channels as a whole, in one, two and three dimensions", async () => {
    const source = generator(1);
    const whole = { sizes: new Set([1]), values: new Set([0, 2]) };
    expect(await channels(dropout1d(ones([4, 8, 3], on), { generator: source }), 3)).toEqual(whole);
    expect(await channels(dropout2d(ones([4, 8, 2, 3], on), { generator: source }), 6)).toEqual(whole);
    expect(await channels(dropout3d(ones([4, 8, 2, 1, 3], on), { generator: source }), 6)).toEqual(whole);
  });

  it("decides for each sample on its own, and takes samples without a batch", async () => {
    const data = [...(await dropout2d(ones([2, 32, 1, 1], on), { generator: generator(1) }).data())];
    expect(data.slice(0, 32)).not.toEqual(data.slice(32));
    const single = await dropout2d(ones([32, 1, 1], on), { generator: generator(1) }).data();
    expect([...single]).toEqual(data.slice(0, 32));
  });

  it("finds channels at the end", async () => {
    const y = dropout2d(ones([1, 2, 2, 16], on), { generator: generator(1), layout: "channels-last" });
    const data = [...(await y.data())];
    expect(new Set(data.slice(0, 16))).toEqual(new Set([0, 2]));
    for (const start of [16, 32, 48]) expect(data.slice(start, start + 16)).toEqual(data.slice(0, 16));
  });

  it("scales down in inference instead, where asked to", async () => {
    const x = ones([1, 2, 1], on);
    const options = { probability: 0.25, mode: "downscaleInInference", generator: generator(1) } as const;
    expect(await dropout1d(x, { ...options, training: false }).toArray()).toEqual([[[0.75], [0.75]]]);
  });

  it("gives zeros with probability 1, the input with 0 and in evaluation", async () => {
    const x = ones([1, 2, 2], on);
    expect(await dropout1d(x, { probability: 1, generator: generator(1) }).toArray()).toEqual([[[0, 0], [0, 0]]]); // prettier-ignore
    expect(dropout1d(x, { probability: 0, generator: generator(1) })).toBe(x);
    expect(new Dropout1d({ seed: 1 }).eval().forward(x)).toBe(x);
  });

  it("can be differentiated twice", async () => {
    const x = { data: [1, 2, 3, 4, 5, 6, 7, 8], shape: [1, 4, 2] };
    await checkSecondGradient((input) => dropout1d(input, { generator: generator(1) }), [x]);
  });

  it("has modules, which show their masks", async () => {
    const x = ones([2, 4, 2, 2], on);
    const { output, mask } = new Dropout2d({ seed: 1 }).forwardWithMask(x);
    expect([...(await output.data())]).toEqual([...(await mask.data())].map((kept) => 2 * kept));
    expect(await new Dropout2d({ seed: 1 }).forward(x).data()).toEqual(await output.data());
    expect(new Dropout3d({ probability: 0.2, layout: "channels-last" }).toString()).toBe(
      "Dropout3d(probability=0.2, layout=channels-last)",
    );
  });

  it("refuses other ranks and layouts", () => {
    const options = { generator: generator(1) };
    expect(() => dropout2d(zeros([2, 3], on), options)).toThrow(
      "dropout2d: expected input of rank 4 [batch, channels, height, width] or 3 [channels, height, width], got [2, 3]",
    );
    expect(() => new Dropout1d({ layout: "channels-last" }).forward(zeros([2], on))).toThrow(
      "dropout1d: expected input of rank 3 [batch, length, channels] or 2 [length, channels], got [2]",
    );
    expect(() => new Dropout3d({ probability: 2 })).toThrow("Dropout3d: expected probability from 0 to 1, got 2");
  });
});
