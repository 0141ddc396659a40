import { NNError } from "@nn/backend";
import { Embedding as BaseEmbedding } from "@nn/linear";
import type { InitialOptions } from "@nn/module";
import { arange, eq, unsqueeze, where, type Tensor } from "@nn/tensor";
import { xavierUniform } from "./xavier.ts";

/** Options of {@link Embedding}. */
export interface EmbeddingOptions extends InitialOptions {
  /** A row that gives zeros and takes no gradient; negative ones count from the end. Default: none. */
  readonly paddingIdx?: number | undefined;
}

/**
 * `paddle.nn.Embedding` (3.0), for int32. The table starts as U(−a, a) with a = √(6 / (rows + features)), where PyTorch's is
 * N(0, 1), and the row of `paddingIdx` as 0. What that row holds later does not count: it gives zeros.
 *
 * @example
 * ```ts
 * const layer = new Embedding(3, 2, { paddingIdx: -1, backend });
 * layer.weight.assign(tensor([[1, 2], [3, 4], [5, 6]], { backend }));
 * await layer.forward(tensor([1, 2], { backend, dtype: "int32" })).data(); // 3, 4, 0, 0
 * ```
 */
export class Embedding extends BaseEmbedding {
  /** The row that gives zeros. */
  readonly paddingIdx: number | undefined;

  /** @throws NNError `option` unless the sizes are positive integers and `paddingIdx` is a row */
  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions) {
    const { paddingIdx, ...initial } = options;
    super(numEmbeddings, embeddingDim, initial);
    this.paddingIdx = rowOf(paddingIdx, numEmbeddings);
    const drawn = xavierUniform([numEmbeddings, embeddingDim], options);
    this.weight.assign(this.#zeroed(arange(numEmbeddings, { backend: options.backend, dtype: "int32" }), drawn));
  }

  override forward(indices: Tensor): Tensor {
    return this.#zeroed(indices, super.forward(indices));
  }

  protected override describe(): string {
    return `${super.describe()}${this.paddingIdx === undefined ? "" : `, paddingIdx=${this.paddingIdx}`}`;
  }

  #zeroed(indices: Tensor, rows: Tensor): Tensor {
    return this.paddingIdx === undefined ? rows : where(unsqueeze(eq(indices, this.paddingIdx), -1), 0, rows);
  }
}

function rowOf(paddingIdx: number | undefined, rows: number): number | undefined {
  if (paddingIdx === undefined) return undefined;
  if (Number.isInteger(paddingIdx) && paddingIdx >= -rows && paddingIdx < rows) return (paddingIdx + rows) % rows;
  throw new NNError("option", `Embedding: expected paddingIdx from ${-rows} to ${rows - 1}, got ${paddingIdx}`);
}
