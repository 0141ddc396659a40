import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { matmul } from "./matmul.ts";
import { reshape } from "./reshape.ts";

const on = { backend: await backend() };

describe("matmul", () => {
  it("multiplies matrices", async () => {
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      on,
    );
    const y = tensor(
      [
        [1, 0],
        [0, 1],
        [10, 100],
      ],
      on,
    );
    expect(await matmul(x, y).toArray()).toEqual([
      [31, 302],
      [64, 605],
    ]);
  });

  it("takes vectors as rows on the left and columns on the right", async () => {
    const matrix = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      on,
    );
    const vector = tensor([1, 10], on);
    expect(await matmul(vector, matrix).toArray()).toEqual([31, 42]);
    expect(await matmul(matrix, vector).toArray()).toEqual([21, 43]);
    expect(await matmul(vector, vector).toArray()).toEqual(101);
  });

  it("broadcasts batches", async () => {
    const x = reshape(arange(8, on), [2, 1, 2, 2]);
    const y = reshape(arange(6, on), [3, 2, 1]);
    const product = matmul(x, y);
    expect(product.shape).toEqual([2, 3, 2, 1]);
    expect([...(await product.data())]).toEqual([1, 3, 3, 13, 5, 23, 5, 7, 23, 33, 41, 59]);
    const shared = matmul(reshape(arange(8, on), [2, 2, 2]), tensor([[1], [1]], on));
    expect(await shared.toArray()).toEqual([
      [[1], [5]],
      [[9], [13]],
    ]);
  });

  it("sums nothing to 0 and keeps sizes of 0", async () => {
    expect(await matmul(zeros([2, 0], on), zeros([0, 1], on)).toArray()).toEqual([[0], [0]]);
    expect(matmul(zeros([0, 3], on), zeros([3, 2], on)).shape).toEqual([0, 2]);
    expect(matmul(zeros([0, 2, 3], on), zeros([1, 3, 4], on)).shape).toEqual([0, 2, 4]);
  });

  it("multiplies integers", async () => {
    const x = tensor([[65536, 3]], { ...on, dtype: "int32" });
    expect(await matmul(x, tensor([65536, 5], { ...on, dtype: "int32" })).toArray()).toEqual([15]);
  });

  it("has gradients", async () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { ...on, requiresGradient: true },
    );
    const y = tensor(
      [
        [
          [1, 10],
          [2, 20],
        ],
        [
          [3, 30],
          [4, 40],
        ],
      ],
      { ...on, requiresGradient: true },
    );
    const [dx, dy] = grad(matmul(x, y), [x, y]);
    expect(await dx!.toArray()).toEqual([
      [44, 66],
      [44, 66],
    ]);
    expect(await dy!.toArray()).toEqual([
      [
        [4, 4],
        [6, 6],
      ],
      [
        [4, 4],
        [6, 6],
      ],
    ]);
  });

  it("has the gradients of all its forms, and gradients of gradients", async () => {
    const input = (...shape: number[]): { data: number[]; shape: number[] } => ({
      data: Array.from({ length: shape.reduce((size, n) => size * n, 1) }, (_, position) => Math.sin(position + 1)),
      shape,
    });
    await checkGradient(matmul, [input(2, 3), input(3, 2)]);
    await checkGradient(matmul, [input(3), input(3, 2)]);
    await checkGradient(matmul, [input(2, 3), input(3)]);
    await checkGradient(matmul, [input(3), input(3)]);
    await checkGradient(matmul, [input(2, 2, 3), input(3, 2)]);
    await checkGradient(matmul, [input(2, 3), input(2, 3, 1)]);
    await checkGradient(matmul, [input(2, 1, 1, 2), input(3, 2, 1)]);
    await checkSecondGradient(matmul, [input(2, 1, 2), input(2, 2)]);
  });

  it("refuses shapes and types that do not fit", () => {
    expect(() => matmul(zeros([2, 3], on), zeros([2, 3], on))).toThrow(
      "matmul: expected shapes […, i, k] and […, k, j], or rank 1 [k], got [2, 3] and [2, 3]",
    );
    expect(() => matmul(zeros([], on), zeros([1], on))).toThrow("got [] and [1]");
    expect(() => matmul(zeros([2, 1, 1], on), zeros([3, 1, 1], on))).toThrow(
      "matmul: shapes [2] and [3] do not broadcast",
    );
    expect(() => matmul(zeros([1, 1], on), zeros([1, 1], { ...on, dtype: "int32" }))).toThrow(
      "matmul: expected tensors of one type, got float32 and int32; convert one with cast",
    );
  });
});
