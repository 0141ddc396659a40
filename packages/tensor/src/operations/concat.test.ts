import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { explain } from "../explain.ts";
import { concat } from "./concat.ts";
import { mul } from "./mul.ts";

const device = await backend();

describe("concat", () => {
  it("joins along an axis", async () => {
    const x = tensor([[1, 2]], { backend: device });
    const y = tensor([[3, 4], [5, 6]], { backend: device }); // prettier-ignore
    expect(await concat([x, y]).toArray()).toEqual([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
    expect(await concat([x, x, x], -1).toArray()).toEqual([[1, 2, 1, 2, 1, 2]]);
  });

  it("joins integers, NaN and empty tensors", async () => {
    const options = { backend: device, dtype: "int32" } as const;
    expect(await concat([tensor([1], options), tensor([-2], options)]).toArray()).toEqual([1, -2]);
    const x = tensor([NaN, 1], { backend: device });
    expect(await concat([zeros([0], { backend: device }), x, zeros([0], { backend: device })]).toArray()).toEqual([
      NaN,
      1,
    ]);
    expect(concat([zeros([0, 2], { backend: device }), zeros([0, 3], { backend: device })], 1).shape).toEqual([0, 5]);
    expect(concat([x])).toBe(x);
  });

  it("joins many by a tree, within what a kernel may read", async () => {
    const parts = Array.from({ length: 70 }, (_, part) => tensor([part, -part], { backend: device }));
    const whole = concat(parts);
    const most = Math.max(...explain(whole).kernels.map(({ kernel }) => kernel.inputs.length));
    expect(most).toBeLessThanOrEqual(device.capabilities.maximumInputs);
    expect([...(await whole.data())]).toEqual(parts.flatMap((_, part) => [part, -part]));
  });

  it("has gradients, and gradients of gradients", async () => {
    const [x, y] = [
      { data: [1, 2], shape: [2, 1] },
      { data: [3, 4, 5, 6], shape: [2, 2] },
    ];
    await checkGradient((a, b) => concat([a, b, a], 1), [x, y]);
    await checkSecondGradient((a, b) => mul(concat([a, b], 1), concat([b, a], 1)), [x, y]);
  });

  it("refuses tensors that do not fit", () => {
    const x = zeros([2, 3], { backend: device });
    expect(() => concat([])).toThrow("concat: expected at least one tensor, got none");
    expect(() => concat([x, zeros([2, 4], { backend: device })])).toThrow(
      "concat: expected shapes that differ in axis 0 only, got [2, 3] and [2, 4]",
    );
    expect(() => concat([x, zeros([3], { backend: device })])).toThrow("got [2, 3] and [3]");
    expect(() => concat([x, zeros([2, 3], { backend: device, dtype: "bool" })])).toThrow(
      "concat: expected tensors of one type, got float32 and bool; convert one with cast",
    );
    expect(() => concat([x], 2)).toThrow("concat: expected axis to be an integer from -2 to 1, got 2");
  });
});
