import { NNError } from "@nn/backend";
import { reshape, type Tensor } from "@nn/tensor";

/** @throws NNError `option` unless `groups` is an integer that divides the channels */
export function checkGroups(operation: string, channels: number, kind: "input" | "output", groups: number): void {
  if (Number.isInteger(groups) && groups >= 1 && channels % groups === 0) return;
  const expected = `groups to divide the ${channels} ${kind} channels`;
  throw new NNError("option", `${operation}: expected ${expected}, got ${groups}`);
}

/** The tensor with an axis for groups before `axis`, if there are several. */
export function splitGroups(tensor: Tensor, axis: number, groups: number): Tensor {
  if (groups === 1) return tensor;
  const { shape } = tensor;
  return reshape(tensor, [...shape.slice(0, axis), groups, shape[axis]! / groups, ...shape.slice(axis + 1)]);
}
