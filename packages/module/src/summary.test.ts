import { backend } from "@nn/testing";
import { add, statistics, tensor, type Tensor } from "@nn/tensor";
import { expect, it } from "vitest";
import { Flatten } from "./flatten.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { Sequential } from "./sequential.ts";
import { summary } from "./summary.ts";

const device = await backend();

class Shift extends Module {
  readonly offset = new Parameter(tensor([1, 2], { backend: device }));

  override forward(input: Tensor): Tensor {
    expect(this.training).toBe(false);
    return add(input, this.offset);
  }
}

it("shows layers, shapes and sizes, and computes nothing", () => {
  const before = statistics(device);
  const model = new Sequential(new Shift(), new Sequential(new Flatten(), new Flatten()));
  const result = summary(model, [4, 3, 2]);
  expect(result.rows).toEqual([
    { name: "0", layer: "Shift", outputShape: [4, 3, 2], parameters: 2, parameterBytes: 8, outputBytes: 96 },
    { name: "1.0", layer: "Flatten", outputShape: [4, 6], parameters: 0, parameterBytes: 0, outputBytes: 96 },
    { name: "1.1", layer: "Flatten", outputShape: [4, 6], parameters: 0, parameterBytes: 0, outputBytes: 96 },
  ]);
  expect(result.toString()).toBe(
    [
      "layer        output     parameters  bytes  output bytes",
      "───────────────────────────────────────────────────────",
      "0 Shift      [4, 3, 2]           2      8            96",
      "1.0 Flatten  [4, 6]              0      0            96",
      "1.1 Flatten  [4, 6]              0      0            96",
      "───────────────────────────────────────────────────────",
      "total                            2      8           288",
    ].join("\n"),
  );
  expect(statistics(device).runs).toBe(before.runs);
});

it("leaves the module as it was, even after an error", async () => {
  const layer = new Shift();
  expect(() => summary(layer, [3])).toThrow("add: shapes [3] and [2] do not broadcast");
  expect(layer.training).toBe(true);
  expect(Object.keys(layer)).toEqual(["training", "offset"]);
  layer.eval();
  expect(await layer.forward(tensor([1, 1], { backend: device })).toArray()).toEqual([2, 3]);
});

it("counts a layer that is used twice once", () => {
  const layer = new Shift();
  const result = summary(new Sequential(layer, layer), [2]);
  expect(result.parameters).toBe(2);
  expect(result.rows.map(({ name, parameters }) => [name, parameters])).toEqual([
    ["0", 2],
    ["0", 0],
  ]);
});

it("needs to be told the backend of a module without parameters", () => {
  expect(() => summary(new Flatten(), [2, 3, 4])).toThrow(
    "summary: expected the option backend, since the module has no parameters to tell it",
  );
  expect(summary(new Flatten(), [2, 3, 4], { backend: device }).rows[0]?.outputShape).toEqual([2, 12]);
});
