import { NNError } from "@nn/backend";
import { freshGenerator } from "@nn/module";
import {
  apply,
  formatShape,
  generator,
  perAxis,
  requireFloat,
  sameShape,
  uniform,
  type Generator,
  type Tensor,
} from "@nn/tensor";
import { rememberCover } from "./cover.ts";
import { fractionalMaxPoolOperation, type FractionalWindow } from "./fractionalMaxPoolOperation.ts";
import { checkLayout, spatialAxes, type Layout } from "./layout.ts";
import { requireNumbers, type MaxPoolResult } from "./maxPool.ts";
import { PoolModule } from "./poolModule.ts";

/** The windows of fractional max pooling; one number for all spatial axes, or one for each. */
export interface FractionalWindows {
  /** The size of the windows. Default: they lie end to end, each as long as the step to the next; PyTorch has no default. */
  readonly kernelSize?: number | readonly number[];
  /** The size of the result. Either this or `outputRatio` is needed. */
  readonly outputSize?: number | readonly number[];
  /** The size of the result as a part of the input's, between 0 and 1. */
  readonly outputRatio?: number | readonly number[];
  /** Where the channels are. Default: "channels-first". */
  readonly layout?: Layout;
}

/** Options of fractional max pooling: the windows, and either a generator or the random numbers themselves. */
export interface FractionalMaxPoolOptions extends FractionalWindows {
  /** Where the randomness comes from; the call takes one key from it. */
  readonly generator?: Generator;
  /**
   * Random numbers from 0 to 1, one for each channel and spatial axis in the order of the axes: [batch, channels, 2] in two
   * dimensions. PyTorch's `_random_samples` are these, but have the width before the height in two dimensions.
   */
  readonly samples?: Tensor;
}

/** Fractional max pooling over `rank` spatial axes, with the position of each maximum. */
export function fractionalMaxPool(
  operation: string,
  rank: number,
  input: Tensor,
  options: FractionalMaxPoolOptions,
): MaxPoolResult {
  requireNumbers(operation, input);
  const window = fractionalWindow(operation, rank, input, options);
  const samples = samplesFor(operation, rank, input, window, options);
  const [output, indices] = apply(fractionalMaxPoolOperation, [input, samples], window);
  rememberCover(indices!, { ...window, kind: "fractional" });
  return { output: output!, indices: indices! };
}

/** Options of the fractional max pooling modules. */
export interface FractionalMaxPoolModuleOptions extends FractionalWindows {
  /** Where the module's own generator is forked from. Default: a new one, with `seed`. */
  readonly generator?: Generator;
  /** The seed of the module's own generator, where none is given. Default: random. */
  readonly seed?: number;
}

/** Fractional max pooling as a module with a generator of its own. It is random in evaluation, too, as PyTorch's is. */
export abstract class FractionalMaxPool extends PoolModule<FractionalWindows> {
  /** What the windows are drawn from. Its `state` is all it takes to repeat them. */
  readonly generator: Generator;

  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: FractionalMaxPoolModuleOptions) {
    const { generator: source, seed, ...windows } = options;
    super(rank, windows, checkFractional);
    this.generator = source?.fork() ?? (seed === undefined ? freshGenerator() : generator(seed));
  }

  override forward(input: Tensor): Tensor {
    return this.forwardWithIndices(input).output;
  }

  /** The maxima, and where they were; what unpooling needs. */
  forwardWithIndices(input: Tensor): MaxPoolResult {
    const options = { ...this.options, generator: this.generator };
    return fractionalMaxPool(`fractionalMaxPool${this.rank}d`, this.rank, input, options);
  }
}

function fractionalWindow(
  operation: string,
  rank: number,
  input: Tensor,
  options: FractionalWindows,
): FractionalWindow {
  const { firstAxis, inputSize } = spatialAxes(operation, rank, input, options.layout);
  const { kernelSize: asked, outputSize: given, ratio } = checkFractional(operation, rank, options);
  const outputSize = given ?? inputSize.map((size, axis) => Math.floor(size * ratio[axis]!));
  const kernelSize = asked ?? outputSize.map((count, axis) => Math.max(1, Math.ceil(inputSize[axis]! / count)));
  const fits = inputSize.every((size, axis) => {
    const count = outputSize[axis]!;
    return count >= 1 && count + (asked?.[axis] ?? 1) - 1 <= size && (count + 1) * size < 2 ** 31;
  });
  if (fits) return { firstAxis, inputSize, outputSize, kernelSize, disjoint: !asked };
  const expected = asked ? "outputSize from 1 to inputSize - kernelSize + 1" : "outputSize from 1 to inputSize";
  const windows = asked ? ` and a window of ${formatShape(asked)}` : "";
  const got = `${formatShape(outputSize)} for an input of ${formatShape(inputSize)}${windows}`;
  throw new NNError("shape", `${operation}: expected ${expected}, got ${got}`);
}

function checkFractional(operation: string, rank: number, options: FractionalWindows) {
  checkLayout(operation, options.layout);
  const { kernelSize: asked, outputSize, outputRatio } = options;
  const kernelSize = asked === undefined ? undefined : perAxis(operation, "kernelSize", asked, rank, 1);
  if ((outputSize === undefined) === (outputRatio === undefined)) {
    const got = outputSize === undefined ? "neither" : "both";
    throw new NNError("option", `${operation}: expected either outputSize or outputRatio, got ${got}`);
  }
  if (outputSize !== undefined)
    return { kernelSize, outputSize: perAxis(operation, "outputSize", outputSize, rank, 1) };
  const ratio = typeof outputRatio === "number" ? Array.from({ length: rank }, () => outputRatio) : [...outputRatio!];
  if (ratio.length === rank && ratio.every((part) => part > 0 && part < 1)) return { kernelSize, ratio };
  const expected = `outputRatio to be between 0 and 1, or ${rank} such numbers`;
  const got = typeof outputRatio === "number" ? String(outputRatio) : formatShape(ratio);
  throw new NNError("option", `${operation}: expected ${expected}, got ${got}`);
}

function samplesFor(
  operation: string,
  rank: number,
  input: Tensor,
  { firstAxis }: FractionalWindow,
  { samples, generator: source }: FractionalMaxPoolOptions,
): Tensor {
  const shape = [...input.shape.slice(0, firstAxis), ...input.shape.slice(firstAxis + rank), rank];
  if (!samples) {
    if (source) return uniform(shape, { backend: input.backend, generator: source });
    throw new NNError("option", `${operation}: expected a generator, or samples, got neither`);
  }
  requireFloat(`${operation} samples`, samples);
  if (sameShape(samples.shape, shape)) return samples;
  const [expected, got] = [formatShape(shape), formatShape(samples.shape)];
  throw new NNError("shape", `${operation}: expected samples of shape ${expected}, got ${got}`);
}
