import { embedding } from "@nn/linear";
import {
  chunk,
  concat,
  expand,
  flatten,
  flip,
  gather,
  indexSelect,
  oneHot,
  pad,
  permute,
  reshape,
  roll,
  slice,
  split,
  squeeze,
  stack,
  transpose,
  tril,
  triu,
  unsqueeze,
} from "@nn/tensor";
import { floats, integers, literalIntegers, operation } from "./operation.ts";

const x = floats([2, 3, 4]);

/** What moves, picks, repeats and joins elements. */
export const movement = [
  operation("reshape", [x], (a) => reshape(a, [4, -1])),
  operation("flatten", [x], (a) => flatten(a, 1)),
  operation("squeeze", [floats([1, 3, 1])], (a) => squeeze(a)),
  operation("unsqueeze", [x], (a) => unsqueeze(a, 1)),
  operation("permute", [x], (a) => permute(a, [2, 0, 1])),
  operation("transpose", [x], (a) => transpose(a)),
  operation("expand", [floats([3, 1])], (a) => expand(a, [2, 3, 4])),
  operation("flip", [x], (a) => flip(a, [0, 2])),
  operation("roll", [x], (a) => roll(a, 3, 2)),
  operation("slice", [x], (a) => slice(a, [undefined, { start: 1 }, { start: -1, step: -2 }])),
  operation("slice", [x], (a) => slice(a, [{ start: 1, end: 1 }]), { variant: "nothing" }),
  operation("pad", [x], (a) => pad(a, [[0, 0], [1, 2], [-1, 3]], { value: 0.5 })), // prettier-ignore
  operation("concat", [x, floats([2, 1, 4])], (a, b) => concat([a, b], 1)),
  operation("stack", [x, floats([2, 3, 4])], (a, b) => stack([a, b], 1)),
  operation("split", [x], (a) => split(a, [1, 3], 2)),
  operation("chunk", [x], (a) => chunk(a, 2, 2)),
  operation("tril", [x], (a) => tril(a)),
  operation("triu", [x], (a) => triu(a, 1)),
  operation("gather", [x, integers([2, 5, 4], 3)], (a, indices) => gather(a, 1, indices)),
  operation("indexSelect", [x, literalIntegers([4], [2, 0, 2, 1])], (a, indices) => indexSelect(a, 1, indices)),
  operation("embedding", [integers([2, 3], 5), floats([5, 2])], (indices, table) => embedding(indices, table)),
  operation("oneHot", [integers([2, 3], 5)], (indices) => oneHot(indices, 5), { gradients: "none" }),
];
