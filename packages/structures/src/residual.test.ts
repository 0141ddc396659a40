import { Linear } from "@nn/linear";
import { Flatten } from "@nn/module";
import { ones, tensor, zeros } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Parallel } from "./parallel.ts";
import { Residual } from "./residual.ts";

const on = { backend: await backend() };

function linear(outputs: number, value: number): Linear {
  const layer = new Linear(2, outputs, { ...on, bias: false });
  layer.weight.assign(tensor(new Float32Array(2 * outputs).fill(value), { ...on, shape: [outputs, 2] }));
  return layer;
}

describe("Residual", () => {
  it("adds the input, or what a shortcut makes of it", async () => {
    const x = tensor([[1, 2]], on);
    expectClose(await new Residual(linear(2, 10)).forward(x).data(), [31, 32]);
    expectClose(await new Residual(linear(3, 10), linear(3, 1)).forward(x).data(), [33, 33, 33]);
  });

  it("names its parts", () => {
    expect(new Residual(linear(2, 1), linear(2, 1)).namedParameters().map(([name]) => name)).toEqual([
      "main.weight",
      "shortcut.weight",
    ]);
    expect(new Residual(linear(2, 1)).toString()).toBe("Residual(\n  (main): Linear(2, 2, bias=false)\n)");
  });

  it("refuses results of different shapes", () => {
    expect(() => new Residual(linear(1, 1)).forward(ones([4, 2], on))).toThrow(
      "Residual: expected main to give the shortcut's shape [4, 2], got [4, 1]",
    );
  });
});

describe("Parallel", () => {
  it("puts results side by side, or adds them up", async () => {
    const x = tensor([[1, 2], [0, 1]], on); // prettier-ignore
    expect(await new Parallel([linear(1, 1), linear(2, 10)]).forward(x).toArray()).toEqual([[3, 30, 30], [1, 10, 10]]); // prettier-ignore
    const below = new Parallel([linear(1, 1), linear(1, 10)], { axis: 0 });
    expect(await below.forward(x).toArray()).toEqual([[3], [1], [30], [10]]);
    const sum = new Parallel([linear(1, 1), linear(1, 10), linear(1, 100)], { combine: "sum" });
    expect(await sum.forward(x).toArray()).toEqual([[333], [111]]);
  });

  it("names its branches by position, and keeps their types", () => {
    const model = new Parallel([linear(1, 1), linear(2, 1)], { combine: "sum" });
    expect(model.namedParameters().map(([name]) => name)).toEqual(["0.weight", "1.weight"]);
    expect(model.branches[1].outFeatures).toBe(2);
    expect(model.toString()).toBe("Parallel(\n  (0): Linear(2, 1, bias=false)\n  (1): Linear(2, 2, bias=false)\n)");
    expect(new Parallel([new Flatten()]).eval().branches[0].training).toBe(false);
  });

  it("refuses results that do not fit together, and no branches", () => {
    expect(() => new Parallel([linear(1, 1), linear(2, 1)], { combine: "sum" }).forward(zeros([3, 2], on))).toThrow(
      "Parallel: expected branch 1 to give the shape of branch 0, [3, 1], got [3, 2]",
    );
    expect(() => new Parallel([linear(1, 1), linear(2, 1)], { axis: 0 }).forward(zeros([3, 2], on))).toThrow(
      "concat: ",
    );
    expect(() => new Parallel([])).toThrow("Parallel: expected at least one branch, got none");
  });
});
