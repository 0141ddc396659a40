import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { tril } from "./tril.ts";

const device = await backend();

describe("tril", () => {
  it("keeps one side of a diagonal", async () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]], { backend: device }); // prettier-ignore
    expect(await tril(x).toArray()).toEqual([[1, 0, 0], [4, 5, 0]]); // prettier-ignore
    expect(await tril(x, 1).toArray()).toEqual([[1, 2, 0], [4, 5, 6]]); // prettier-ignore
    expect(await tril(x, -1).toArray()).toEqual([[0, 0, 0], [4, 0, 0]]); // prettier-ignore
    expect(tril(zeros([4, 0, 2], { backend: device })).shape).toEqual([4, 0, 2]);
  });

  it("has gradients", async () => {
    await checkGradient((a) => tril(a, 1), [{ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }]);
  });

  it("refuses vectors and fractions", () => {
    expect(() => tril(zeros([2], { backend: device }))).toThrow("tril: expected input of rank 2 or more, got [2]");
    expect(() => tril(zeros([2, 2], { backend: device }), 0.5)).toThrow(
      "tril: expected diagonal to be an integer, got 0.5",
    );
  });
});
