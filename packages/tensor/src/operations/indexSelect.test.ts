import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { indexSelect } from "./indexSelect.ts";
import { square } from "./square.ts";

const device = await backend();

describe("indexSelect", () => {
  const integers = { backend: device, dtype: "int32" } as const;

  it("takes parts in the order of the indices", async () => {
    const x = tensor([[1, 2], [3, 4], [5, 6]], { backend: device }); // prettier-ignore
    expect(await indexSelect(x, 0, tensor([2, 0, 2], integers)).toArray()).toEqual([[5, 6], [1, 2], [5, 6]]); // prettier-ignore
    expect(await indexSelect(x, -1, tensor([1], integers)).toArray()).toEqual([[2], [4], [6]]);
    expect(indexSelect(x, 0, zeros([0], integers)).shape).toEqual([0, 2]);
  });

  it("gives NaN, or 0, outside", async () => {
    const indices = tensor([-1, 2, 1], integers);
    expect(await indexSelect(tensor([5, 6], { backend: device }), 0, indices).toArray()).toEqual([NaN, NaN, 6]);
    expect(await indexSelect(tensor([5, 6], integers), 0, indices).toArray()).toEqual([0, 0, 6]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] };
    const f = (a: Parameters<typeof indexSelect>[0]) =>
      indexSelect(a, 0, tensor([2, 0, 2, 2], { backend: a.backend, dtype: "int32" }));
    await checkGradient(f, [x]);
    await checkSecondGradient((a) => square(f(a)), [x]);
  });

  it("refuses indices that do not fit", () => {
    const x = zeros([2, 3], { backend: device });
    expect(() => indexSelect(x, 0, zeros([1], { backend: device }))).toThrow(
      "indexSelect: expected indices of type int32, got float32; convert with cast",
    );
    expect(() => indexSelect(x, 0, zeros([1, 1], integers))).toThrow(
      "indexSelect: expected indices of rank 1, got [1, 1]",
    );
  });
});
