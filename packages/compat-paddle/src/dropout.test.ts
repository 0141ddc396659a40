import { generator, ones } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { AlphaDropout, Dropout, Dropout2D, Dropout3D, FeatureAlphaDropout } from "./dropout.ts";

const on = { backend: await backend() };

describe("Dropout", () => {
  it("keeps the mean in training, or in inference", async () => {
    const x = ones([64], on);
    const up = new Dropout({ p: 0.75, generator: generator(1) });
    expect(new Set(await up.forward(x).data())).toEqual(new Set([0, 4]));
    expect(new Set(await up.eval().forward(x).data())).toEqual(new Set([1]));
    const down = new Dropout({ p: 0.75, mode: "downscale_in_infer", generator: generator(1) });
    expect(new Set(await down.forward(x).data())).toEqual(new Set([0, 1]));
    expect(new Set(await down.eval().forward(x).data())).toEqual(new Set([0.25]));
    expect(new Set(await new Dropout({ generator: generator(1) }).forward(x).data())).toEqual(new Set([0, 2]));
  });

  it("drops one by one along axis, and together along the others", async () => {
    const rows = await new Dropout({ axis: 0, generator: generator(1) }).forward(ones([16, 3], on)).data();
    for (let row = 0; row < 16; row++) expect(new Set(rows.subarray(3 * row, 3 * row + 3)).size).toBe(1);
    expect(new Set(rows)).toEqual(new Set([0, 2]));
    const columns = await new Dropout({ axis: [-1], generator: generator(1) }).forward(ones([2, 16], on)).data();
    expectClose(columns.subarray(16), columns.subarray(0, 16));
    expect(new Set(columns)).toEqual(new Set([0, 2]));
  });
});

it("Dropout2D and Dropout3D drop channels", async () => {
  const first = await new Dropout2D({ generator: generator(1) }).forward(ones([1, 32, 1, 2], on)).data();
  for (let channel = 0; channel < 32; channel++) expect(first[2 * channel]).toBe(first[2 * channel + 1]);
  const last = await new Dropout3D({ dataFormat: "NDHWC", generator: generator(1) }).forward(ones([1, 1, 1, 2, 32], on)).data(); // prettier-ignore
  expectClose(last.subarray(32), last.subarray(0, 32));
  for (const data of [first, last]) expect(new Set(data)).toEqual(new Set([0, 2]));
});

it("FeatureAlphaDropout drops channels", async () => {
  const layer = new FeatureAlphaDropout({ generator: generator(1) });
  const data = await layer.forward(ones([1, 32, 2], on)).data();
  for (let channel = 0; channel < 32; channel++) expect(data[2 * channel]).toBe(data[2 * channel + 1]);
  expect(new Set(data).size).toBe(2);
});

it("AlphaDropout takes p", async () => {
  const data = await new AlphaDropout({ p: 0.25, generator: generator(1) }).forward(ones([64], on)).data();
  expect(new Set(data).size).toBe(2);
  expect(() => new AlphaDropout({ p: 2 })).toThrow("AlphaDropout: expected probability from 0 to 1, got 2");
});
