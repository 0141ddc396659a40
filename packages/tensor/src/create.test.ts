import { backend, backendName } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, full, ones, onesLike, scalarTensor, tensor, zeros, zerosLike } from "./create.ts";

const device = await backend();

describe("tensor", () => {
  it("takes nested arrays, numbers, booleans and typed arrays", async () => {
    expect(await tensor([[1, 2], [3, 4]], { backend: device }).toArray()).toEqual([[1, 2], [3, 4]]); // prettier-ignore
    expect(await tensor(5, { backend: device }).item()).toBe(5);
    const flags = tensor([true, false], { backend: device });
    expect([flags.dtype, await flags.toArray()]).toEqual(["bool", [1, 0]]);
    const integers = tensor(Int32Array.of(1, -2), { backend: device });
    expect([integers.dtype, await integers.toArray()]).toEqual(["int32", [1, -2]]);
    const shaped = tensor(Float32Array.of(1, 2, 3, 4), { backend: device, shape: [2, 2] });
    expect(await shaped.toArray()).toEqual([[1, 2], [3, 4]]); // prettier-ignore
  });

  it("describes itself", () => {
    const x = tensor([[1, 2, 3]], { backend: device });
    expect([x.rank, x.size, x.shape, String(x)]).toEqual([2, 3, [1, 3], `Tensor(float32 [1, 3] on ${device.name})`]);
  });

  it("may be empty", async () => {
    expect(await tensor([], { backend: device }).toArray()).toEqual([]);
    expect(await zeros([2, 0, 3], { backend: device }).toArray()).toEqual([[], []]);
  });

  it("refuses ragged arrays, wrong counts and impossible sizes", () => {
    expect(() => tensor([[1, 2], [3]], { backend: device })).toThrow(
      "tensor: expected nested arrays of equal shape, got [2] beside [1]",
    );
    expect(() => tensor([1, 2, 3], { backend: device, shape: [2, 2] })).toThrow(
      "tensor: expected 4 numbers for shape [2, 2], got 3",
    );
    expect(() => zeros([2, -1], { backend: device })).toThrow(
      "full: expected sizes to be integers of at least 0, got [2, -1]",
    );
    expect(() => zeros([1.5], { backend: device })).toThrow("got [1.5]");
  });

  it("refuses gradients of what is no float", () => {
    expect(() => tensor([1], { backend: device, dtype: "int32", requiresGradient: true })).toThrow(
      "tensor: expected floats where requiresGradient is true, got int32",
    );
    expect(() => zeros([2], { backend: device, dtype: "bool", requiresGradient: true })).toThrow(
      "full: expected floats where requiresGradient is true, got bool",
    );
  });

  it.runIf(backendName === "cpu")("refuses a dtype that the backend lacks", () => {
    expect(() => tensor([1], { backend: device, dtype: "float64" })).toThrow(
      'tensor: backend "cpu" does not support float64; it supports float32, int32, uint32, bool',
    );
  });
});

describe("filled tensors", () => {
  it("hold what they are told", async () => {
    expect(await full([2], 7, { backend: device, dtype: "int32" }).toArray()).toEqual([7, 7]);
    expect(await ones([1, 2], { backend: device }).toArray()).toEqual([[1, 1]]);
    const x = tensor([[1, 2]], { backend: device });
    expect(await zerosLike(x).toArray()).toEqual([[0, 0]]);
    expect(await onesLike(x).toArray()).toEqual([[1, 1]]);
    expect(await scalarTensor(0.5, "float32", device).item()).toBe(0.5);
  });
});

describe("arange", () => {
  it("counts from start, by step, up to stop", async () => {
    expect(await arange(4, { backend: device }).toArray()).toEqual([0, 1, 2, 3]);
    expect(await arange(1, { backend: device, start: 4, step: -1 }).toArray()).toEqual([4, 3, 2]);
    expect(await arange(1, { backend: device, step: 0.4 }).toArray()).toEqual([0, Math.fround(0.4), Math.fround(0.8)]);
    expect(await arange(3, { backend: device, dtype: "int32" }).data()).toEqual(Int32Array.of(0, 1, 2));
  });

  it("requires gradients if told so", () => {
    expect(arange(3, { backend: device, requiresGradient: true }).requiresGradient).toBe(true);
    expect(arange(3, { backend: device }).requiresGradient).toBe(false);
  });

  it("refuses a step that leads away", () => {
    expect(() => arange(5, { backend: device, step: -1 })).toThrow(
      "arange: expected a step that leads from 0 to 5, got -1",
    );
  });
});
