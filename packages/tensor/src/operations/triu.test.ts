import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { triu } from "./triu.ts";

const device = await backend();

describe("triu", () => {
  it("keeps one side of a diagonal", async () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]], { backend: device }); // prettier-ignore
    expect(await triu(x).toArray()).toEqual([[1, 2, 3], [0, 5, 6]]); // prettier-ignore
    expect(await triu(x, 1).toArray()).toEqual([[0, 2, 3], [0, 0, 6]]); // prettier-ignore
    expect(await triu(x, -1).toArray()).toEqual([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    expect(triu(zeros([4, 0, 2], { backend: device })).shape).toEqual([4, 0, 2]);
  });

  it("has gradients", async () => {
    await checkGradient((a) => triu(a, 1), [{ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }]);
  });

  it("refuses vectors and fractions", () => {
    expect(() => triu(zeros([2], { backend: device }))).toThrow("triu: expected input of rank 2 or more, got [2]");
    expect(() => triu(zeros([2, 2], { backend: device }), 0.5)).toThrow(
      "triu: expected diagonal to be an integer, got 0.5",
    );
  });
});
