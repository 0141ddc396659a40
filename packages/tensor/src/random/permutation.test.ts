import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { generator } from "./generator.ts";
import { permutation } from "./permutation.ts";

const device = await backend();

describe("permutation", () => {
  it("holds each number once, in an order that the seed decides", async () => {
    const order = [...(await permutation(100, { backend: device, generator: generator(1) }).data())];
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, position) => position));
    expect([...(await permutation(100, { backend: device, generator: generator(1) }).data())]).toEqual(order);
    expect([...(await permutation(100, { backend: device, generator: generator(2) }).data())]).not.toEqual(order);
  });

  it("gives all orders equally often", async () => {
    const source = generator(3);
    const seen = new Map<string, number>();
    for (let trial = 0; trial < 3000; trial++) {
      const order = (await permutation(3, { backend: device, generator: source }).data()).join();
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    const chiSquare = [...seen.values()].reduce((sum, observed) => sum + (observed - 500) ** 2 / 500, 0);
    expect(seen.size).toBe(6);
    // 5 degrees of freedom: 0.1 %.
    expect(chiSquare).toBeLessThan(20.5);
  });

  it("orders nothing and one thing", async () => {
    const options = { backend: device, generator: generator(4) };
    expect(await permutation(0, options).toArray()).toEqual([]);
    expect(await permutation(1, options).toArray()).toEqual([0]);
    expect(() => permutation(-1, options)).toThrow(
      "permutation: expected count to be an integer of at least 0, got -1",
    );
  });
});
