import { generator, grad, ones, sum, tensor } from "@nn/tensor";
import { backend, checkGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { RReLU, rrelu } from "./rrelu.ts";

const on = { backend: await backend() };

describe("rrelu", () => {
  it("draws a slope for each element in training, and repeats it in the gradient", async () => {
    const x = tensor([-1, -1, -1, -1, 2, NaN], { ...on, requiresGradient: true });
    const y = rrelu(x, { generator: generator(7) });
    const [a, b, c, d, ...rest] = await y.data();
    expect(rest).toEqual([2, NaN]);
    expect(new Set([a, b, c, d]).size).toBe(4);
    for (const value of [a, b, c, d]) expect(-value!).toBeGreaterThanOrEqual(1 / 8);
    for (const value of [a, b, c, d]) expect(-value!).toBeLessThanOrEqual(1 / 3);
    const [slopes] = grad(sum(y), [x]);
    expectClose((await slopes!.data()).slice(0, 5), [-a!, -b!, -c!, -d!, 1]);
  });

  it("gives the same for the same seed", async () => {
    const x = ones([4], on);
    const [first, second] = [3, 3].map((seed) => rrelu(x, { generator: generator(seed) }));
    expect(await first!.toArray()).toEqual(await second!.toArray());
  });

  it("takes the mean slope in evaluation, and draws nothing", async () => {
    const source = generator(1);
    const x = tensor([-24, 3], on);
    expectClose(await rrelu(x, { training: false, generator: source }).data(), [-5.5, 3]);
    expect(source.state.counter).toBe(0);
  });

  it("has right gradients", async () => {
    await checkGradient((a) => rrelu(a, { generator: generator(5) }), [{ data: [-1, 2, -3], shape: [3] }]);
  });

  it("is a module that knows its mode", async () => {
    const layer = new RReLU({ seed: 1, lower: 0.25, upper: 0.5 });
    const x = tensor([-8], on);
    const [drawn] = await layer.forward(x).data();
    expect(drawn).toBeLessThan(-2);
    layer.eval();
    expect(await layer.forward(x).toArray()).toEqual([-3]);
    expect(layer.toString()).toBe("RReLU(lower=0.25, upper=0.5)");
    expect(() => new RReLU({ lower: 1, upper: 0 })).toThrow("RReLU: expected finite lower ≤ upper, got 1 and 0");
  });
});
