import { NNError } from "@nn/backend";
import { fanInUniform, Module, type InitialOptions, type Parameter } from "@nn/module";
import { formatShape, perAxis, sizeOf, type Tensor } from "@nn/tensor";
import { requireBatch } from "./geometry.ts";
import { checkGroups } from "./groups.ts";

/** Options of every module with a kernel. */
export interface KernelOptions extends InitialOptions {
  /** The size of the kernel: one number for all spatial axes, or one for each. */
  readonly kernelSize: number | readonly number[];
  /** Whether it adds a bias. Default: true. */
  readonly bias?: boolean;
  /** Into how many groups channels are split. Default: 1. */
  readonly groups?: number;
}

/** What modules with a kernel have in common: a weight and a bias, which start as U(−1/√n, 1/√n). */
export abstract class ConvolutionModule extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly weight: Parameter;
  /** Of shape [outChannels]. */
  readonly bias: Parameter | undefined;
  /** How many spatial axes there are. */
  protected readonly rank: number;
  readonly #name: string;

  /**
   * @param name how errors call it
   * @param rank how many spatial axes there are
   * @param transposed whether the weight is [inChannels, outChannels / groups, …] instead of
   *   [outChannels, inChannels / groups, …]; n is the product of what follows the first axis
   */
  protected constructor(
    name: string,
    rank: number,
    inChannels: number,
    outChannels: number,
    options: KernelOptions,
    transposed: boolean,
  ) {
    super();
    const { groups = 1, bias = true } = options;
    for (const [option, value] of Object.entries({ inChannels, outChannels, groups })) {
      perAxis(name, option, value, 1, 1);
    }
    const kernelSize = perAxis(name, "kernelSize", options.kernelSize, rank, 1);
    checkGroups(name, inChannels, "input", groups);
    checkGroups(name, outChannels, "output", groups);
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.#name = name;
    this.rank = rank;
    const [first, second] = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    const fanIn = second * sizeOf(kernelSize);
    this.weight = fanInUniform([first, second, ...kernelSize], fanIn, options);
    this.bias = bias ? fanInUniform([outChannels], fanIn, options) : undefined;
  }

  /** @throws NNError `shape` unless the input has `inChannels` channels and as many axes as there have to be */
  protected requireInput(input: Tensor): void {
    const [, channels] = requireBatch(this.#name, this.rank, input);
    if (channels === this.inChannels) return;
    const expected = `input with ${this.inChannels} channels on axis ${input.rank - this.rank - 1}`;
    throw new NNError("shape", `${this.#name}: expected ${expected}, got ${formatShape(input.shape)}`);
  }

  /** The sizes, and those of `options` that differ from `defaults`. */
  protected describeOptions(options: object, defaults: Readonly<Record<string, unknown>>): string {
    const text = (value: unknown): string => JSON.stringify(value).replaceAll(",", ", ");
    const others = Object.entries(options).filter(([name, value]) => value !== undefined && value !== defaults[name]);
    return [
      `${this.inChannels}, ${this.outChannels}, kernelSize=${formatShape(this.weight.shape.slice(2))}`,
      ...others.map(([name, value]) => `${name}=${text(value)}`),
      ...(this.bias ? [] : ["bias=false"]),
    ].join(", ");
  }
}
