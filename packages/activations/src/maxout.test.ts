import { grad, sum, tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Maxout, maxout } from "./maxout.ts";

const on = { backend: await backend() };

describe("maxout", () => {
  it("takes the largest of neighbouring channels", async () => {
    const x = tensor([1, 5, 7, 2, -3, -4, NaN, 0], { ...on, shape: [1, 4, 2] });
    expect(await maxout(x, { groups: 2 }).toArray()).toEqual([[[7, 5], [NaN, 0]]]); // prettier-ignore
    expect(await maxout(x, { groups: 2, axis: -1 }).data()).toEqual(Float32Array.of(5, 7, -3, NaN));
  });

  it("sends the gradient to the largest, in equal shares", async () => {
    const x = tensor([[1, 3, 2, 2]], { ...on, requiresGradient: true });
    const [gradient] = grad(sum(maxout(x, { groups: 2 })), [x]);
    expect(await gradient!.toArray()).toEqual([[0, 1, 0.5, 0.5]]);
    const input = { data: [1, -2, 0.5, 3, 0.1, -0.2], shape: [1, 6] };
    await checkGradient((a) => maxout(a, { groups: 3 }), [input]);
    await checkSecondGradient((a) => maxout(a, { groups: 3 }), [input]);
  });

  it("is a module, too", async () => {
    const layer = new Maxout({ groups: 2 });
    expect(await layer.forward(tensor([[1, 2]], on)).toArray()).toEqual([[2]]);
    expect(layer.toString()).toBe("Maxout(groups=2, axis=1)");
  });

  it("refuses sizes that are no multiple", () => {
    expect(() => maxout(tensor([[1, 2, 3]], on), { groups: 2 })).toThrow(
      "maxout: expected a multiple of 2 groups along axis 1, got [1, 3]",
    );
  });
});
