import { Module } from "@nn/module";
import type { Tensor } from "@nn/tensor";
import { describePool } from "./describePool.ts";

/** What the modules of pooling over one, two or three spatial axes have in common: options, which are their summary. */
export abstract class PoolModule<
  Options extends object,
  Inputs extends readonly Tensor[] = [input: Tensor],
> extends Module<Inputs> {
  readonly options: Options;
  /** How many spatial axes there are. */
  protected readonly rank: number;

  /** @param check throws NNError `option`, in the name of the module, if an option is out of its range */
  constructor(rank: number, options: Options, check: (operation: string, rank: number, options: Options) => unknown) {
    super();
    check(this.constructor.name, rank, options);
    this.rank = rank;
    this.options = options;
  }

  protected override describe(): string {
    return describePool(this.options);
  }
}
