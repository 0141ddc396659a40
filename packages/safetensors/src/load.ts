import { NNError } from "@nn/backend";
import type { AnyModule, StateDict } from "@nn/module";
import { formatShape, sameShape, type Tensor } from "@nn/tensor";
import { isConvertible } from "./convert.ts";
import { naturalDType } from "./fileDType.ts";
import { open } from "./open.ts";
import type { TensorEntry } from "./parseHeader.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import type { Source } from "./source.ts";

/** Options of {@link load}. */
export interface LoadOptions {
  /** Whether names must match exactly. If not, missing and unexpected ones are passed over. Default: true. */
  readonly strict?: boolean;
}

/**
 * Gives a model the numbers of a file, under PyTorch's names, each in the type of the model's tensor: float16 and
 * bfloat16 become float32 exactly, float64 is rounded to it, int64 becomes int32 if it is in its range. Either
 * everything is loaded, or nothing changes. The counters `num_batches_tracked`, which some models have and others do
 * not, may be missing on either side.
 *
 * @param source a file, or its bytes
 * @throws NNError `state` with everything that does not fit the model
 * @throws NNError `data` for a file that is not what it should be
 * @throws NNError `dtype` for an integer that is out of range
 *
 * @example
 * ```ts
 * const bytes = await save({ weight: tensor([[1, 10]], { backend }), bias: tensor([5], { backend }) });
 * const layer = new Linear(2, 1, { backend });
 * await load(layer, bytes);
 * await layer.forward(tensor([3, 2], { backend })).data(); // 28
 * ```
 */
export async function load(
  model: AnyModule,
  source: Source | SafetensorsFile,
  options: LoadOptions = {},
): Promise<void> {
  const file = source instanceof SafetensorsFile ? source : await open(source);
  const variables = Object.entries(model.stateDict());
  const problems = misfits(new Map(variables), file.tensors, options.strict ?? true);
  if (problems.length > 0) {
    const head = `load: the file does not fit ${model.constructor.name}`;
    throw new NNError("state", [head, ...problems].join("\n  "));
  }
  const state: [string, Tensor][] = [];
  for (const [name, { backend, dtype }] of variables) {
    if (file.tensors.has(name)) state.push([name, await file.read(name, { backend, dtype })]);
  }
  model.loadStateDict(Object.fromEntries(state), { strict: false });
}

function misfits(
  expected: ReadonlyMap<string, Tensor>,
  found: ReadonlyMap<string, TensorEntry>,
  strict: boolean,
): string[] {
  const missing = [...expected].filter(([name]) => !found.has(name) && !isCounter(name));
  const unexpected = [...found].filter(([name]) => !expected.has(name) && !isCounter(name));
  const unfit = [...expected].flatMap(([name, tensor]) => {
    const entry = found.get(name);
    if (!entry || fits(tensor, entry)) return [];
    return [`unfit "${name}": expected ${typeOf(tensor)}, got ${typeOf(entry)}`];
  });
  const names = [
    ...missing.map(([name, tensor]) => `missing "${name}" ${typeOf(tensor)}`),
    ...unexpected.map(([name, entry]) => `unexpected "${name}" ${typeOf(entry)}`),
  ];
  return strict ? [...names, ...unfit] : unfit;
}

function fits(tensor: Tensor, { dtype, shape }: TensorEntry): boolean {
  return sameShape(tensor.shape, shape) && naturalDType(dtype) !== undefined && isConvertible(dtype, tensor.dtype);
}

/** Batch norm counts batches, which changes what it computes in one mode only. */
function isCounter(name: string): boolean {
  return name === "num_batches_tracked" || name.endsWith(".num_batches_tracked");
}

function typeOf({ dtype, shape }: Pick<StateDict[string], "shape"> & { readonly dtype: string }): string {
  return `${dtype} ${formatShape(shape)}`;
}
