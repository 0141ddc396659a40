import { NNError } from "@nn/backend";
import { freshGenerator, Module, Parameter, type InitialOptions } from "@nn/module";
import {
  arange,
  eq,
  floatOperands,
  flatten,
  formatShape,
  indexSelect,
  normal,
  perAxis,
  reshape,
  unsqueeze,
  where,
  type Tensor,
} from "@nn/tensor";

/** Options of {@link embedding}. */
export interface EmbeddingLookupOptions {
  /** A row that takes no gradient, for example that of padding. Default: none. */
  readonly paddingIndex?: number;
}

/**
 * y[…,f] = weight[indices[…], f]: the row of a table for each index.
 *
 * An index outside the table gives NaN: values are not looked at when the operation is called.
 *
 * @param indices int32, of any shape
 * @param weight of shape [rows, features]
 * @returns of shape [...indices.shape, features]
 * @throws NNError `dtype` unless the indices are int32 and the weight holds floats
 * @throws NNError `shape` unless the weight is of rank 2
 * @throws NNError `option` if `paddingIndex` is no row of the table
 *
 * @example
 * ```ts
 * const table = tensor([[1, 2], [3, 4], [5, 6]], { backend });
 * await embedding(tensor([2, 0], { backend, dtype: "int32" }), table).data(); // 5, 6, 1, 2
 * ```
 */
export function embedding(indices: Tensor, weight: Tensor, options: EmbeddingLookupOptions = {}): Tensor {
  floatOperands("embedding", [weight]);
  if (weight.rank !== 2) {
    throw new NNError(
      "shape",
      `embedding: expected weight of rank 2 [rows, features], got ${formatShape(weight.shape)}`,
    );
  }
  if (indices.dtype !== "int32") {
    throw new NNError("dtype", `embedding: expected indices of type int32, got ${indices.dtype}; convert with cast`);
  }
  const [rows, features] = weight.shape;
  const { paddingIndex } = options;
  checkPaddingIndex("embedding", paddingIndex, rows!);
  const table = paddingIndex === undefined ? weight : withoutGradient(weight, paddingIndex);
  return reshape(indexSelect(table, 0, flatten(indices)), [...indices.shape, features!]);
}

/** Options of {@link Embedding}. */
export interface EmbeddingOptions extends InitialOptions {
  /** A row that starts with zeros and takes no gradient. Default: none. */
  readonly paddingIndex?: number;
}

/** {@link embedding} with a table of its own, which starts as N(0, 1). */
export class Embedding extends Module {
  readonly rows: number;
  readonly features: number;
  readonly paddingIndex: number | undefined;
  /** Of shape [rows, features]. */
  readonly weight: Parameter;

  /** @throws NNError `option` unless the sizes are positive integers and `paddingIndex` is a row */
  constructor(rows: number, features: number, options: EmbeddingOptions) {
    super();
    perAxis("Embedding", "rows", rows, 1, 1);
    perAxis("Embedding", "features", features, 1, 1);
    const { backend, dtype = "float32", generator = freshGenerator(), paddingIndex } = options;
    checkPaddingIndex("Embedding", paddingIndex, rows);
    this.rows = rows;
    this.features = features;
    this.paddingIndex = paddingIndex;
    const drawn = normal([rows, features], { backend, dtype, generator });
    this.weight = new Parameter(paddingIndex === undefined ? drawn : where(isRow(drawn, paddingIndex), 0, drawn));
  }

  override forward(indices: Tensor): Tensor {
    return embedding(indices, this.weight, this.paddingIndex === undefined ? {} : { paddingIndex: this.paddingIndex });
  }

  protected override describe(): string {
    const padding = this.paddingIndex === undefined ? "" : `, paddingIndex=${this.paddingIndex}`;
    return `${this.rows}, ${this.features}${padding}`;
  }
}

function checkPaddingIndex(operation: string, paddingIndex: number | undefined, rows: number): void {
  if (paddingIndex === undefined) return;
  if (Number.isInteger(paddingIndex) && paddingIndex >= 0 && paddingIndex < rows) return;
  throw new NNError("option", `${operation}: expected paddingIndex from 0 to ${rows - 1}, got ${paddingIndex}`);
}

function withoutGradient(weight: Tensor, row: number): Tensor {
  return where(isRow(weight, row), weight.detach(), weight);
}

/** For each row of a table whether it is that one, as a column. */
function isRow({ shape, backend }: Tensor, row: number): Tensor {
  return unsqueeze(eq(arange(shape[0]!, { backend, dtype: "int32" }), row), 1);
}
