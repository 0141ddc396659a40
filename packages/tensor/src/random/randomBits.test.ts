import { cast, index, load } from "@nn/backend";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { scalarTensor } from "../create.ts";
import { applySingle, type Operation } from "../operation.ts";
import { generator } from "./generator.ts";
import { randomBits, randomBitsOnHost } from "./randomBits.ts";

const device = await backend();

/** The definition once more, in exact integers. */
function exactBits(position: number, key0: number, key1: number): number {
  const word = 2n ** 32n;
  const mix = (bits: bigint): bigint => {
    let x = ((bits ^ (bits >> 16n)) * 0x21f0aaadn) % word;
    x = ((x ^ (x >> 15n)) * 0xd35a2d97n) % word;
    return x ^ (x >> 15n);
  };
  return Number(mix(mix((BigInt(position) + BigInt(key0)) % word) ^ BigInt(key1)));
}

const bitsOperation: Operation<{ length: number }> = {
  name: "bits",
  formula: ([key0, key1], { length }) => ({
    shape: [length],
    outputs: [randomBits(cast(index(0), "uint32"), load(0, key0!, []), load(1, key1!, []))],
  }),
};

async function bitsOf(length: number, key0: number, key1: number): Promise<Uint32Array> {
  const keys = [scalarTensor(key0, "uint32", device), scalarTensor(key1, "uint32", device)];
  return Uint32Array.from(await applySingle(bitsOperation, keys, { length }).data());
}

/** How many of 32 bits differ. */
function distance(a: number, b: number): number {
  let differing = 0;
  for (let rest = (a ^ b) >>> 0; rest > 0; rest = Math.floor(rest / 2)) differing += rest % 2;
  return differing;
}

describe("randomBits", () => {
  it("is the keyed hash that it claims to be", async () => {
    for (const [key0, key1] of [
      [0, 0],
      [1, 2],
      [0xffffffff, 0x80000000],
      [0xdeadbeef, 0x12345678],
    ] as const) {
      // prettier-ignore
      const expected = Uint32Array.from({ length: 50 }, (_, position) => exactBits(position, key0, key1));
      expect(await bitsOf(50, key0, key1)).toEqual(expected);
      expect(expected.map((_, position) => randomBitsOnHost(position, key0, key1))).toEqual(expected);
    }
  });

  it("gives known bits", async () => {
    expect([...(await bitsOf(4, 1, 2))]).toEqual([1991913125, 2419086362, 3991167310, 1313067315]);
  });

  it("changes half of the bits where one bit of the position or of the key changes", () => {
    const source = generator(1);
    for (let bit = 0; bit < 32; bit++) {
      let [byPosition, byKey0, byKey1] = [0, 0, 0];
      const samples = 500;
      for (let sample = 0; sample < samples; sample++) {
        const [[position, key0], [key1]] = [source.next(), source.next()];
        const flip = (word: number): number => (word ^ (1 << bit)) >>> 0;
        const bits = randomBitsOnHost(position, key0, key1);
        byPosition += distance(bits, randomBitsOnHost(flip(position), key0, key1));
        byKey0 += distance(bits, randomBitsOnHost(position, flip(key0), key1));
        byKey1 += distance(bits, randomBitsOnHost(position, key0, flip(key1)));
      }
      for (const total of [byPosition, byKey0, byKey1]) expect(Math.abs(total / samples - 16)).toBeLessThan(1);
    }
  });
});
