import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { gather } from "./gather.ts";
import { square } from "./square.ts";

const device = await backend();

describe("gather", () => {
  const integers = { backend: device, dtype: "int32" } as const;

  it("takes the element that each index names", async () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]], { backend: device }); // prettier-ignore
    const rows = tensor([[1, 0, 1], [0, 0, 0]], integers); // prettier-ignore
    expect(await gather(x, 0, rows).toArray()).toEqual([[4, 2, 6], [1, 2, 3]]); // prettier-ignore
    const columns = tensor([[2], [0]], integers);
    expect(await gather(x, -1, columns).toArray()).toEqual([[3], [4]]);
  });

  it("gives NaN, or 0, outside", async () => {
    const indices = tensor([-1, 2, 1], integers);
    expect(await gather(tensor([5, 6], { backend: device }), 0, indices).toArray()).toEqual([NaN, NaN, 6]);
    expect(await gather(tensor([5, 6], integers), 0, indices).toArray()).toEqual([0, 0, 6]);
  });

  it("takes nothing", () => {
    expect(gather(zeros([2, 3], { backend: device }), 0, zeros([0, 3], integers)).shape).toEqual([0, 3]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    const f = (a: Parameters<typeof gather>[0]) =>
      gather(a, 1, tensor([[2, 2, 0, 1], [0, 0, 0, 0]], { backend: a.backend, dtype: "int32" })); // prettier-ignore
    await checkGradient(f, [x]);
    await checkSecondGradient((a) => square(f(a)), [x]);
  });

  it("refuses indices that do not fit", () => {
    const x = zeros([2, 3], { backend: device });
    expect(() => gather(x, 0, zeros([1, 3], { backend: device }))).toThrow(
      "gather: expected indices of type int32, got float32; convert with cast",
    );
    expect(() => gather(x, 0, zeros([1, 2], integers))).toThrow(
      "gather: expected indices of the input's shape but for axis 0, got [1, 2] for input [2, 3]",
    );
    expect(() => gather(x, 1, zeros([2], integers))).toThrow("got [2] for input [2, 3]");
  });
});
