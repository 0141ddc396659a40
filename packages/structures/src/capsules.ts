import { NNError } from "@nn/backend";
import { freshGenerator, Module, Parameter, type InitialOptions } from "@nn/module";
import { applySingle, contractOperation, formatShape, normal, perAxis, type Tensor } from "@nn/tensor";
import { dynamicRouting } from "./dynamicRouting.ts";

/** Options of {@link Capsules}. */
export interface CapsulesOptions extends InitialOptions {
  /** How often the couplings are computed. Default: 3. */
  readonly iterations?: number;
}

/**
 * A layer of capsules: each pair of a lower capsule i and an upper one j has a matrix, which makes the vote
 * û[i,j] = W[i,j] · u[i], and `dynamicRouting` makes the outputs of the votes.
 *
 * Inputs are [batch, inCapsules, inFeatures], outputs [batch, outCapsules, outFeatures]. The matrices start as
 * N(0, 0.1²), as in the authors' program.
 *
 * Source: Sabour, Frosst & Hinton 2017, "Dynamic Routing Between Capsules".
 */
export class Capsules extends Module {
  readonly inCapsules: number;
  readonly inFeatures: number;
  readonly outCapsules: number;
  readonly outFeatures: number;
  readonly iterations: number;
  /** Of shape [inCapsules, outCapsules, outFeatures, inFeatures]. */
  readonly weight: Parameter;

  /** @throws NNError `option` unless all numbers are positive integers */
  constructor(
    inCapsules: number,
    inFeatures: number,
    outCapsules: number,
    outFeatures: number,
    options: CapsulesOptions,
  ) {
    super();
    const { backend, dtype = "float32", generator = freshGenerator(), iterations = 3 } = options;
    for (const [name, value] of Object.entries({ inCapsules, inFeatures, outCapsules, outFeatures, iterations })) {
      perAxis("Capsules", name, value, 1, 1);
    }
    this.inCapsules = inCapsules;
    this.inFeatures = inFeatures;
    this.outCapsules = outCapsules;
    this.outFeatures = outFeatures;
    this.iterations = iterations;
    const shape = [inCapsules, outCapsules, outFeatures, inFeatures];
    this.weight = new Parameter(normal(shape, { backend, dtype, generator, std: 0.1 }));
  }

  /** @throws NNError `shape` unless the input is [batch, inCapsules, inFeatures] */
  override forward(input: Tensor): Tensor {
    if (input.rank !== 3 || input.shape[1] !== this.inCapsules || input.shape[2] !== this.inFeatures) {
      const expected = `input of shape [batch, ${this.inCapsules}, ${this.inFeatures}]`;
      throw new NNError("shape", `Capsules: expected ${expected}, got ${formatShape(input.shape)}`);
    }
    const axes = { left: "bif", right: "ijof", result: "bijo" };
    return dynamicRouting(applySingle(contractOperation, [input, this.weight], axes), this);
  }

  protected override describe(): string {
    const { inCapsules, inFeatures, outCapsules, outFeatures, iterations } = this;
    return `${inCapsules}×${inFeatures}, ${outCapsules}×${outFeatures}, iterations=${iterations}`;
  }
}
