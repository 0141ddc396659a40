import { NNError } from "@nn/backend";
import { Module, type Member } from "@nn/module";
import { add, concat, formatShape, sameShape, type Tensor } from "@nn/tensor";

/** Options of {@link Parallel}. */
export interface ParallelOptions {
  /** Whether the branches' results stand side by side, as in Inception, or are added up. Default: "concat". */
  readonly combine?: "concat" | "sum";
  /** The axis along which they stand. Default: 1, that of channels. */
  readonly axis?: number;
}

/**
 * Several modules side by side: each gets the same input, and the results are put side by side or added up. They are
 * named by their positions: `0.weight`.
 *
 * Source: Szegedy et al. 2014, "Going Deeper with Convolutions".
 *
 * @typeParam Branches the modules as a tuple, so that `model.branches[0]` has its own type
 */
export class Parallel<const Branches extends readonly Module[] = readonly Module[]> extends Module {
  readonly branches: Branches;
  readonly combine: "concat" | "sum";
  readonly axis: number;

  /** @throws NNError `option` unless there is a branch */
  constructor(branches: Branches, options: ParallelOptions = {}) {
    super();
    if (branches.length === 0) throw new NNError("option", "Parallel: expected at least one branch, got none");
    this.branches = branches;
    this.combine = options.combine ?? "concat";
    this.axis = options.axis ?? 1;
  }

  /** @throws NNError `shape` unless the results fit together */
  override forward(input: Tensor): Tensor {
    const results = this.branches.map((branch) => branch.forward(input));
    if (this.combine === "concat") return concat(results, this.axis);
    return results.reduce((total, result, position) => {
      if (sameShape(result.shape, total.shape)) return add(total, result);
      const expected = `branch ${position} to give the shape of branch 0, ${formatShape(total.shape)}`;
      throw new NNError("shape", `Parallel: expected ${expected}, got ${formatShape(result.shape)}`);
    });
  }

  override members(): [name: string, member: Member][] {
    return this.branches.map((branch, position): [string, Member] => [String(position), branch]);
  }

  protected override describe(): string {
    return this.combine === "sum" ? "combine=sum" : `axis=${this.axis}`;
  }
}
