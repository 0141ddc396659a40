import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, tensor, zeros } from "../create.ts";
import { pad } from "./pad.ts";
import { square } from "./square.ts";

const device = await backend();

describe("pad", () => {
  it("adds elements on each side", async () => {
    const x = tensor([[1, 2]], { backend: device });
    expect(await pad(x, [[1, 0], [0, 2]]).toArray()).toEqual([[0, 0, 0, 0], [1, 2, 0, 0]]); // prettier-ignore
    expect(await pad(x, [[0, 0], [1, 1]], { value: -Infinity }).toArray()).toEqual([[-Infinity, 1, 2, -Infinity]]); // prettier-ignore
    expect(await pad(tensor([true], { backend: device }), [[1, 0]], { value: 1 }).toArray()).toEqual([1, 1]);
  });

  it("cuts elements off where numbers are negative", async () => {
    const x = arange(5, { backend: device });
    expect(await pad(x, [[-1, 2]], { value: 9 }).toArray()).toEqual([1, 2, 3, 4, 9, 9]);
    expect(await pad(x, [[2, -4]]).toArray()).toEqual([0, 0, 0]);
  });

  it("pads nothing, and gives the tensor itself for no padding", async () => {
    expect(await pad(zeros([0], { backend: device }), [[1, 1]], { value: 2 }).toArray()).toEqual([2, 2]);
    const x = zeros([2], { backend: device });
    expect(pad(x, [[0, 0]])).toBe(x);
    const scalar = zeros([], { backend: device });
    expect(pad(scalar, [])).toBe(scalar);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    const f = (a: Parameters<typeof pad>[0]) => pad(a, [[1, 2], [-1, 1]], { value: 7 }); // prettier-ignore
    await checkGradient(f, [x]);
    await checkSecondGradient((a) => square(f(a)), [x]);
  });

  it("refuses padding that does not fit", () => {
    const x = zeros([2, 3], { backend: device });
    expect(() => pad(x, [[1, 1]])).toThrow(
      "pad: expected a pair of integers [before, after] for each axis, got [[1, 1]] for input [2, 3]",
    );
    expect(() =>
      pad(x, [
        [0, 0],
        [-2, -2],
      ]),
    ).toThrow(
      // prettier-ignore
      "pad: expected sizes of at least 0 after padding, got [2, -1] from input [2, 3]",
    );
    expect(() => pad(zeros([1], { backend: device, dtype: "int32" }), [[1, 1]], { value: 0.5 })).toThrow(
      "pad: expected a value that int32 can hold, got 0.5",
    );
  });
});
