import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { generator } from "./generator.ts";

const device = await backend();

describe("generator", () => {
  it("repeats itself for a seed, and differs for another", () => {
    const [a, b, c] = [generator(7), generator(7), generator(8)];
    const first = [a.next(), a.next()];
    expect([b.next(), b.next()]).toEqual(first);
    expect(c.next()).not.toEqual(first[0]);
    expect(first[0]).not.toEqual(first[1]);
  });

  it("gives distinct keys for all seeds and calls", () => {
    const keys = new Set<string>();
    for (const base of [0, 2 ** 32, 2 ** 52]) {
      for (let seed = base; seed < base + 200; seed++) {
        const source = generator(seed);
        for (let call = 0; call < 20; call++) keys.add(source.next().join());
      }
    }
    expect(keys.size).toBe(3 * 200 * 20);
  });

  it("continues from a saved state", () => {
    const source = generator(3);
    source.next();
    const { state } = source;
    const following = [source.next(), source.next()];
    const copy = generator(JSON.parse(JSON.stringify(state)) as typeof state);
    expect([copy.next(), copy.next()]).toEqual(following);
    source.state = state;
    expect(source.next()).toEqual(following[0]);
    expect(state.counter).toBe(1);
  });

  it("forks into generators that do not affect each other", () => {
    const [a, b] = [generator(5), generator(5)];
    const [left, right] = [a.fork(), a.fork()];
    b.fork().next();
    b.fork();
    expect(left.next()).not.toEqual(right.next());
    expect(a.next()).toEqual(b.next());
  });

  it("hands keys to kernels as scalars", async () => {
    const [key0, key1] = generator(9).nextTensors(device);
    expect([await key0.item(), await key1.item()]).toEqual([...generator(9).next()]);
    expect([key0.dtype, key0.shape]).toEqual(["uint32", []]);
  });

  it("refuses what is no seed and no state", () => {
    expect(() => generator(-1)).toThrow("generator: expected seed to be an integer from 0 to 2^53 - 1, got -1");
    expect(() => generator(0.5)).toThrow("got 0.5");
    expect(() => generator({ key: [1, -1], counter: 0 })).toThrow(
      'generator: expected a state { key: [uint32, uint32], counter: uint32 }, got {"key":[1,-1],"counter":0}',
    );
  });
});
