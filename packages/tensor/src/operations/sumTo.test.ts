import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { ones } from "../create.ts";
import { square } from "./square.ts";
import { sumTo } from "./sumTo.ts";

const device = await backend();

describe("sumTo", () => {
  it("sums over the axes that were stretched", async () => {
    const x = ones([4, 2, 3], { backend: device });
    expect(await sumTo(x, [2, 1]).toArray()).toEqual([[12], [12]]);
    expect(await sumTo(x, []).toArray()).toBe(24);
    expect(sumTo(x, [4, 2, 3])).toBe(x);
    expect(await sumTo(ones([0, 2], { backend: device }), [1, 2]).toArray()).toEqual([[0, 0]]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [-1, 1.5, 0.5, -0.5, 2, 1, 0, -1], shape: [2, 2, 2] };
    await checkGradient((x) => sumTo(x, [2, 1]), [input]);
    await checkSecondGradient((x) => sumTo(square(x), [2, 1]), [input]);
  });
});
