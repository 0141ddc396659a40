import { backend } from "@nn/testing";
import { backward, generator, grad, sum, tensor, Variable, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Embedding, embedding } from "./embedding.ts";

const device = await backend();
const indices = (values: number[][]): Tensor => tensor(values, { backend: device, dtype: "int32" });

describe("embedding", () => {
  it("looks rows up", async () => {
    const table = tensor([[1, 2], [3, 4], [5, 6]], { backend: device }); // prettier-ignore
    expect(await embedding(indices([[2, 0], [1, 2]]), table).toArray()).toEqual([[[5, 6], [1, 2]], [[3, 4], [5, 6]]]); // prettier-ignore
  });

  it("adds up the gradients of a row, but gives none to the padding", async () => {
    const table = new Variable(tensor([[1], [2], [3]], { backend: device }), true); // prettier-ignore
    const [slope] = grad(sum(embedding(indices([[0, 2, 2, 1]]), table)), [table]);
    expect(await slope!.toArray()).toEqual([[1], [1], [2]]);
    backward(sum(embedding(indices([[0, 2, 2, 1]]), table, { paddingIndex: 2 })));
    expect(await table.grad!.toArray()).toEqual([[1], [1], [0]]);
  });

  it("refuses what cannot be", () => {
    const table = zeros([3, 2], { backend: device });
    expect(() => embedding(zeros([2], { backend: device }), table)).toThrow(
      "embedding: expected indices of type int32, got float32; convert with cast",
    );
    expect(() => embedding(indices([[0]]), zeros([3], { backend: device }))).toThrow(
      "embedding: expected weight of rank 2 [rows, features], got [3]",
    );
    expect(() => embedding(indices([[0]]), table, { paddingIndex: 3 })).toThrow(
      "embedding: expected paddingIndex from 0 to 2, got 3",
    );
  });
});

describe("Embedding", () => {
  it("has a table of its own, with zeros for the padding", async () => {
    const layer = new Embedding(4, 2, { backend: device, generator: generator(1), paddingIndex: 1 });
    expect(layer.toString()).toBe("Embedding(4, 2, paddingIndex=1)");
    const rows = (await layer.forward(indices([[0, 1]])).toArray()) as number[][][];
    expect(rows[0]![1]).toEqual([0, 0]);
    expect(rows[0]![0]).not.toEqual([0, 0]);
  });
});
