import { index, less, load, NNError, select, subtract, type Expression, type TensorType } from "@nn/backend";
import { operands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape, normalizeAxis, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { slice } from "./slice.ts";

/** The most tensors that one formula joins, since each adds a comparison to every element; more are joined by a tree. */
const maximumParts = 8;

export const concatOperation: Operation<{ axis: number }> = {
  name: "concat",
  formula: (inputs, { axis }) => {
    const ends = endsOf(inputs, axis);
    const shape = inputs[0]!.shape.map((size, position) => (position === axis ? ends.at(-1)! : size));
    const parts = inputs.map((type, input) => part(type, input, axis, ends[input]! - type.shape[axis]!));
    const value = parts.reduceRight((rest, own, input) => select(less(index(axis), ends[input]!), own, rest));
    return { shape, outputs: [value] };
  },
  gradient: ({ inputs, upstream: [upstream], options: { axis } }) => {
    const ends = endsOf(inputs, axis);
    return inputs.map((input, position) => {
      const end = ends[position]!;
      const range = { start: end - input.shape[axis]!, end };
      return input.requiresGradient ? slice(upstream!, rangesFor(axis, range)) : undefined;
    });
  },
};

/**
 * The tensors one after the other along `axis`.
 *
 * @throws NNError `option` if there are no tensors, or `axis` does not exist
 * @throws NNError `shape` if they differ in another axis
 * @throws NNError `dtype` if they are of different types
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([1, 2], { backend }), tensor([3], { backend })];
 * await concat([x, y]).data(); // 1, 2, 3
 * ```
 */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (!first) throw new NNError("option", "concat: expected at least one tensor, got none");
  operands("concat", tensors);
  const along = normalizeAxis("concat", axis, first.rank);
  const others = (tensor: Tensor): number[] => tensor.shape.filter((_, position) => position !== along);
  const misfit = tensors.find((tensor) => tensor.rank !== first.rank || !sameShape(others(tensor), others(first)));
  if (misfit) {
    const got = `${formatShape(first.shape)} and ${formatShape(misfit.shape)}`;
    throw new NNError("shape", `concat: expected shapes that differ in axis ${along} only, got ${got}`);
  }
  return joined(tensors, along, Math.min(maximumParts, first.backend.capabilities.maximumInputs));
}

function joined(tensors: readonly Tensor[], axis: number, most: number): Tensor {
  if (tensors.length === 1) return tensors[0]!;
  if (tensors.length <= most) return applySingle(concatOperation, tensors, { axis });
  const groups = Array.from({ length: Math.ceil(tensors.length / most) }, (_, group) =>
    joined(tensors.slice(group * most, (group + 1) * most), axis, most),
  );
  return joined(groups, axis, most);
}

/** The element of one input; loads are guarded, since a device may compute what the select does not choose. */
function part(type: TensorType, input: number, axis: number, start: number): Expression {
  const coordinates = type.shape.map((_, position) =>
    position === axis ? subtract(index(position), start) : index(position),
  );
  return load(input, type, coordinates, 0);
}

/** Where each input ends along the axis of the result. */
function endsOf(inputs: readonly { readonly shape: readonly number[] }[], axis: number): number[] {
  let end = 0;
  return inputs.map(({ shape }) => (end += shape[axis]!));
}

function rangesFor<Range>(axis: number, range: Range): (Range | undefined)[] {
  return [...Array.from({ length: axis }, () => undefined), range];
}
