import { NNError } from "@nn/backend";
import { freshGenerator } from "@nn/module";
import { fractionalMaxPool2dWithIndices, fractionalMaxPool3dWithIndices, type MaxPoolResult } from "@nn/pooling";
import { expand, mul, perAxis, tensor, uniform, type Generator, type Tensor } from "@nn/tensor";
import type { OutputSize } from "./adaptiveAvgPool.ts";
import { MaskedPool, type MaskOptions } from "./maskedPool.ts";

/** Options of {@link FractionalMaxPool2D} and {@link FractionalMaxPool3D}. */
export interface FractionalMaxPoolOptions<Mask extends boolean = boolean> extends MaskOptions<Mask> {
  /** The size of the windows: one number, or one for each axis. Default: they lie end to end. */
  readonly kernelSize?: number | readonly number[] | undefined;
  /** What the places of the windows depend on, above 0 and below 1. Default: random at each call. */
  readonly randomU?: number | undefined;
  /** Where the module's own generator is forked from. Default: a new one with a random seed. */
  readonly generator?: Generator | undefined;
}

/**
 * `paddle.nn.FractionalMaxPool2D` (3.0). One random number u holds for a whole call, where PyTorch draws one for each
 * channel and axis. Of windows that lie end to end it takes u · min((b + 2) / α − 1, (n + 1 − b) / α − m + 1) in place of
 * u, with α = n / m, b = ⌊n / m⌋ for n elements in m windows (`FractionalRationalU` in phi/kernels/funcs/pooling.h).
 *
 * @typeParam Mask whether `forward` gives a pair
 * @example
 * ```ts
 * const pool = new FractionalMaxPool2D([1, 5], { randomU: 0.3 });
 * await pool.forward(tensor([[[[2, 4, 3, 1, 5, 2, 3]]]], { backend })).data(); // 2, 4, 1, 5, 3
 * ```
 */
export class FractionalMaxPool2D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize, options: FractionalMaxPoolOptions<Mask> = {}) {
    super(new FractionalPool("FractionalMaxPool2D", 2, outputSize, options), options);
  }
}

/** `paddle.nn.FractionalMaxPool3D` (3.0); see {@link FractionalMaxPool2D}. */
export class FractionalMaxPool3D<Mask extends boolean = false> extends MaskedPool<Mask> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize, options: FractionalMaxPoolOptions<Mask> = {}) {
    super(new FractionalPool("FractionalMaxPool3D", 3, outputSize, options), options);
  }
}

/** Fractional max pooling with one number u for each call. */
class FractionalPool {
  readonly #asked: readonly (number | null)[];
  readonly #kernelSize: readonly number[] | undefined;
  readonly #randomU: number | undefined;
  readonly #generator: Generator;

  constructor(operation: string, rank: number, outputSize: OutputSize, options: FractionalMaxPoolOptions) {
    const { kernelSize, randomU, generator } = options;
    this.#asked = sizesOf(operation, rank, outputSize);
    this.#kernelSize = kernelSize === undefined ? undefined : perAxis(operation, "kernelSize", kernelSize, rank, 1);
    if (randomU !== undefined && !(randomU > 0 && randomU < 1)) {
      throw new NNError("option", `${operation}: expected randomU above 0 and below 1, got ${randomU}`);
    }
    this.#randomU = randomU;
    this.#generator = generator?.fork() ?? freshGenerator();
  }

  forward(input: Tensor): Tensor {
    return this.forwardWithIndices(input).output;
  }

  forwardWithIndices(input: Tensor): MaxPoolResult {
    const kernelSize = this.#kernelSize;
    const inputSize = input.shape.slice(-this.#asked.length);
    const outputSize = this.#asked.map((size, axis) => size ?? inputSize[axis] ?? 1);
    const windows = kernelSize ? { kernelSize, outputSize } : { outputSize };
    const largest = outputSize.map((count, axis) => (kernelSize ? 1 : largestU(inputSize[axis] ?? 1, count)));
    const samples = expand(this.#samples(input, largest), [
      ...input.shape.slice(0, -outputSize.length),
      largest.length,
    ]);
    const pool = outputSize.length === 2 ? fractionalMaxPool2dWithIndices : fractionalMaxPool3dWithIndices;
    return pool(input, { ...windows, samples });
  }

  toString(): string {
    const entries = Object.entries({ outputSize: this.#asked, kernelSize: this.#kernelSize, randomU: this.#randomU });
    const given = entries.filter(([, value]) => value !== undefined);
    return `FractionalPool(${given.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")})`;
  }

  #samples({ backend }: Tensor, largest: readonly number[]): Tensor {
    const u = this.#randomU;
    if (u !== undefined) return tensor(largest.map((most) => u * most), { backend }); // prettier-ignore
    return mul(uniform([1], { backend, generator: this.#generator }), tensor([...largest], { backend }));
  }
}

function sizesOf(operation: string, rank: number, outputSize: OutputSize): (number | null)[] {
  const sizes =
    typeof outputSize === "object" && outputSize ? [...outputSize] : Array<number | null>(rank).fill(outputSize);
  const isSize = (size: number | null): boolean => size === null || (Number.isInteger(size) && size > 0);
  if (sizes.length === rank && sizes.every(isSize)) return sizes;
  const got = JSON.stringify(outputSize);
  throw new NNError(
    "option",
    `${operation}: expected outputSize as a positive integer, null, or ${rank} such, got ${got}`,
  );
}

/** What u in [0, 1) is multiplied by where windows lie end to end. */
function largestU(size: number, count: number): number {
  const [alpha, base] = [size / count, Math.floor(size / count)];
  return Math.min((base + 2) / alpha - 1, (size + 1 - base) / alpha - count + 1);
}
