import { backend } from "@nn/testing";
import { generator, ones } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Dropout } from "./dropoutLayer.ts";

const on = { backend: await backend() };

describe("Dropout", () => {
  it("drops in training only", async () => {
    const layer = new Dropout({ probability: 0.5, seed: 1 });
    const x = ones([64], on);
    expect(new Set(await layer.forward(x).data())).toEqual(new Set([0, 2]));
    expect(layer.eval().forward(x)).toBe(x);
  });

  it("has a generator of its own", async () => {
    const x = ones([64], on);
    const source = generator(7);
    const [one, two] = [new Dropout({ generator: source }), new Dropout({ generator: source })];
    const first = await one.forward(x).data();
    expect(await two.forward(x).data()).not.toEqual(first);
    expect(await new Dropout({ generator: generator(7) }).forward(x).data()).toEqual(first);
    expect(await new Dropout({ seed: 3 }).forward(x).data()).toEqual(await new Dropout({ seed: 3 }).forward(x).data());
    expect(await new Dropout().forward(x).data()).not.toEqual(await new Dropout().forward(x).data());
  });

  // TensorFlow.js starts its generator anew with each call, so a seed gives one mask for ever.
  it("gives another mask with each call, though it has a seed", async () => {
    const layer = new Dropout({ seed: 3 });
    const x = ones([64], on);
    expect(await layer.forward(x).data()).not.toEqual(await layer.forward(x).data());
  });

  it("takes 0 for a seed", async () => {
    const x = ones([64], on);
    const [one, two] = [new Dropout({ seed: 0 }), new Dropout({ seed: 0 })];
    expect(await one.forward(x).data()).toEqual(await two.forward(x).data());
    expect(await one.forward(x).data()).not.toEqual(await new Dropout({ seed: 1 }).forward(x).data());
  });

  it("repeats a call from its generator's state, and shows the mask", async () => {
    const layer = new Dropout({ seed: 1 });
    const x = ones([64], on);
    layer.forward(x);
    const { state } = layer.generator;
    const first = await layer.forward(x).data();
    layer.generator.state = state;
    const { output, mask } = layer.forwardWithMask(x);
    expect(await output.data()).toEqual(first);
    expect([...(await mask.data())]).toEqual([...first].map((value) => value / 2));
  });

  it("prints its options", () => {
    expect(new Dropout({ seed: 1 }).toString()).toBe("Dropout(probability=0.5)");
    expect(new Dropout({ mode: "downscaleInInference" }).toString()).toBe(
      "Dropout(probability=0.5, mode=downscaleInInference)",
    );
    expect(new Dropout({ sharedAxes: [1, 2] }).toString()).toBe("Dropout(probability=0.5, sharedAxes=1,2)");
    expect(() => new Dropout({ probability: -1 })).toThrow("Dropout: expected probability from 0 to 1, got -1");
  });
});
