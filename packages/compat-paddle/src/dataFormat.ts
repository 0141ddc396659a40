import { NNError } from "@nn/backend";
import { permute, type Tensor } from "@nn/tensor";

/** Where the channels of an input with 1, 2 or 3 spatial axes are; "NC" has none. */
export type DataFormat = "NC" | "NCL" | "NLC" | "NCHW" | "NHWC" | "NCDHW" | "NDHWC";

const formats: readonly (readonly [first: readonly DataFormat[], last: DataFormat])[] = [
  [["NCL", "NC"], "NLC"],
  [["NCHW"], "NHWC"],
  [["NCDHW"], "NDHWC"],
];

/**
 * Whether the channels come last.
 *
 * @param rank how many spatial axes there are
 * @throws NNError `option` unless the format is one of that rank
 */
export function isChannelsLast(operation: string, rank: number, format: DataFormat | undefined): boolean {
  const [first, last] = formats[rank - 1]!;
  if (format === undefined || first.includes(format)) return false;
  if (format === last) return true;
  const known = [first[0], last].map((name) => `"${name}"`).join(" or ");
  throw new NNError("option", `${operation}: expected dataFormat ${known}, got ${JSON.stringify(format)}`);
}

/** A layer of `rank` spatial axes that takes channels first, applied to channels that come last. */
export function onChannelsLast(rank: number, input: Tensor, layer: (input: Tensor) => Tensor): Tensor {
  const axes = input.shape.map((_, axis) => axis);
  const spatial = axes.length - 1 - rank;
  if (spatial < 0) return layer(input);
  const batch = axes.slice(0, spatial);
  const inner = axes.slice(spatial, -1);
  const output = layer(permute(input, [...batch, axes.length - 1, ...inner]));
  return permute(output, [...batch, ...inner.map((axis) => axis + 1), spatial]);
}
