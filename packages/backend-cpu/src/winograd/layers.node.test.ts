import { gelu, relu } from "@nn/activations";
import { interpreter, type Backend, type TypedArray } from "@nn/backend";
import { conv2d } from "@nn/convolution";
import { expectClose, relaxedSimd } from "@nn/testing";
import {
  backward,
  configure,
  generator,
  mul,
  normal,
  permute,
  reshape,
  sum,
  tensor,
  Variable,
  type Tensor,
} from "@nn/tensor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCpu } from "../createCpu.ts";
import { cpu } from "../index.ts";
import { fine } from "../threads/fixtures.ts";

let alone: Backend;
let others: readonly Backend[];

beforeAll(async () => {
  alone = await createCpu({ threads: 1, relaxedSimd }, { winograd: "always" });
  others = await Promise.all([
    createCpu({ threads: 2, relaxedSimd }, { ...fine, winograd: "always" }),
    createCpu({ threads: 3, relaxedSimd }, { ...fine, winograd: "always" }),
    createCpu({ threads: 3, relaxedSimd }, { winograd: "always" }),
  ]);
});
afterAll(() => [alone, ...others].forEach((backend) => backend.dispose()));

/** The layer's result, and the gradients of its input, weight and bias. */
async function trained(backend: Backend, images: Float32Array, padding: number): Promise<readonly TypedArray[]> {
  const random = { generator: generator(3), backend };
  const x = new Variable(tensor(images, { backend, shape: [3, 5, 14, 17] }), true);
  const weight = new Variable(mul(normal([9, 5, 3, 3], random), 0.2), true);
  const bias = new Variable(normal([9], random), true);
  const y = gelu(conv2d(relu(x), weight, bias, { padding }));
  backward(sum(mul(y, y)));
  return Promise.all([y, x.grad!, weight.grad!, bias.grad!].map((each) => each.data()));
}

function imagesWith(value?: number): Float32Array {
  const images = Float32Array.from({ length: 3 * 5 * 14 * 17 }, (_, at) => Math.sin(at * at));
  if (value !== undefined) images[1000] = value;
  return images;
}

function bitsOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** As `toEqual`, which would take long to say what differs. */
function sameBytes(actual: Uint8Array, expected: Uint8Array): boolean {
  return Buffer.compare(actual, expected) === 0;
}

describe("Winograd's algorithm in layers", () => {
  it.each([
    [0, undefined],
    [1, undefined],
    [2, undefined],
    [1, NaN],
    [1, 1e35],
  ])("gives the same bits on any number of threads, with padding %i and an element %s", async (padding, value) => {
    const expected = (await trained(alone, imagesWith(value), padding)).map(bitsOf);
    for (const backend of others) {
      const actual = (await trained(backend, imagesWith(value), padding)).map(bitsOf);
      expect(actual.map((each, at) => sameBytes(each, expected[at]!))).toEqual([true, true, true, true]);
    }
  });

  it("gives the same bits on any number of threads in many tasks", async () => {
    const compute = async (backend: Backend, seed: number): Promise<Uint8Array> => {
      const random = { generator: generator(seed), backend };
      return bitsOf(await conv2d(normal([2, 24, 29, 31], random), normal([70, 24, 3, 3], random)).data());
    };
    for (let seed = 0; seed < 5; seed++) {
      const expected = await compute(alone, seed);
      for (const backend of others) expect(sameBytes(await compute(backend, seed), expected)).toBe(true);
    }
  });

  it.each([0, 1, 2])("agrees with the interpreter in values and gradients, with padding %i", async (padding) => {
    const expected = await trained(await interpreter(), imagesWith(), padding);
    const actual = await trained(alone, imagesWith(), padding);
    actual.forEach((result, at) => expectClose(result, expected[at]!, { relative: 1e-5, absolute: 1e-4 }));
  });

  it("gives the same bits with fusion and without, whatever is fused into the image", async () => {
    const plain = await createCpu({ threads: 1, relaxedSimd }, { winograd: "always" });
    configure(plain, { fusion: false });
    const images: readonly ((flat: Tensor) => Tensor)[] = [
      (flat) => reshape(flat, [3, 5, 14, 17]),
      (flat) => permute(reshape(flat, [3, 14, 17, 5]), [0, 3, 1, 2]),
      (flat) => permute(reshape(flat, [14, 17, 5, 3]), [3, 2, 0, 1]),
      (flat) => gelu(reshape(flat, [3, 5, 14, 17])),
    ];
    for (const image of images) {
      for (const padding of [0, 1]) {
        const compute = async (backend: Backend): Promise<TypedArray> => {
          const weight = normal([3, 3, 9, 5], { generator: generator(4), backend });
          const flat = tensor(imagesWith(), { backend });
          return relu(conv2d(image(flat), permute(weight, [2, 3, 0, 1]), undefined, { padding })).data();
        };
        expect(bitsOf(await compute(alone))).toEqual(bitsOf(await compute(plain)));
      }
    }
  });

  it("is used by default, and not if the option forbids it", async () => {
    const compute = async (backend: Backend): Promise<Uint8Array> => {
      const random = { generator: generator(5), backend };
      return bitsOf(await conv2d(normal([32, 28, 28], random), normal([32, 32, 3, 3], random)).data());
    };
    const always = await compute(alone);
    const never = await compute(await createCpu({ relaxedSimd }, { winograd: "never" }));
    expect(sameBytes(always, never)).toBe(false);
    expect(sameBytes(await compute(await cpu({ relaxedSimd })), always)).toBe(true);
    expect(sameBytes(await compute(await cpu({ winograd: true, relaxedSimd })), always)).toBe(true);
    expect(sameBytes(await compute(await cpu({ winograd: false, relaxedSimd })), never)).toBe(true);
  });
});
