import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { grad } from "../gradient.ts";
import { clamp } from "./clamp.ts";

const device = await backend();

describe("clamp", () => {
  it("limits to one or both sides, and lets NaN through", async () => {
    const x = tensor([-2, 0.5, 7, -Infinity, NaN], { backend: device });
    expect(await clamp(x, { min: 0, max: 6 }).toArray()).toEqual([0, 0.5, 6, 0, NaN]);
    expect(await clamp(x, { min: -1 }).toArray()).toEqual([-1, 0.5, 7, -1, NaN]);
    expect(await clamp(x, { max: 1 }).toArray()).toEqual([-2, 0.5, 1, -Infinity, NaN]);
    expect(await clamp(tensor([-3, 3], { backend: device, dtype: "int32" }), { max: 2 }).toArray()).toEqual([-3, 2]);
  });

  it("has gradients, which are 1 on the bounds", async () => {
    const f = (x: Parameters<typeof clamp>[0]) => clamp(x, { min: -1, max: 2 });
    await checkGradient(f, [{ data: [-2, -0.5, 1.5, 3], shape: [4] }]);
    await checkSecondGradient(f, [{ data: [-2, -0.5, 1.5, 3], shape: [4] }]);
    const x = tensor([-1, 2, 2.5], { backend: device, requiresGradient: true });
    expect(await grad(f(x), [x])[0]!.toArray()).toEqual([1, 1, 0]);
  });

  it("refuses bounds that make no sense", () => {
    const x = tensor([1], { backend: device });
    expect(() => clamp(x, {})).toThrow("clamp: expected min, max or both with min ≤ max, got undefined and undefined");
    expect(() => clamp(x, { min: 2, max: 1 })).toThrow("got 2 and 1");
    expect(() => clamp(tensor([1], { backend: device, dtype: "int32" }), { min: 0.5 })).toThrow(
      "clamp: expected a number that int32 can hold, got 0.5",
    );
  });
});
