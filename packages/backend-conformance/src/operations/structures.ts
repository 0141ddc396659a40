import { Linear } from "@nn/linear";
import {
  capsuleLengths,
  capsuleMarginLoss,
  Capsules,
  dynamicRouting,
  Highway,
  highway,
  Parallel,
  PrimaryCapsules,
  Residual,
  squash,
} from "@nn/structures";
import { generator, type Tensor } from "@nn/tensor";
import { floats, integers, operation } from "./operation.ts";

const [rows, votes] = [floats([2, 3]), floats([2, 3, 2, 4])];

/** Highways, capsules, and branches around other modules. */
export const structures = [
  operation("highway", [rows, rows, floats([2, 3], 0.1, 0.9)], (x, h, gate) => highway(x, h, gate)),
  operation("Highway", [rows], (x) => new Highway(3, seeded(x)).forward(x)),
  operation("Residual", [rows], (x) => new Residual(new Linear(3, 3, seeded(x))).forward(x)),
  operation("Parallel", [rows], (x) =>
    new Parallel([new Linear(3, 2, seeded(x)), new Linear(3, 1, seeded(x))]).forward(x),
  ),
  operation("squash", [votes], (x) => squash(x)),
  operation("dynamicRouting", [votes], (x) => dynamicRouting(x)),
  operation("capsuleLengths", [floats([2, 3, 4])], (x) => capsuleLengths(x)),
  operation("capsuleMarginLoss", [floats([3, 4], 0.2, 0.8), integers([3], 4)], (x, y) => capsuleMarginLoss(x, y)),
  operation("Capsules", [floats([2, 3, 4])], (x) => new Capsules(3, 4, 2, 3, seeded(x)).forward(x)),
  operation("PrimaryCapsules", [floats([1, 2, 4, 4])], (x) =>
    new PrimaryCapsules(2, 2, 3, { ...seeded(x), kernelSize: 3 }).forward(x),
  ),
];

/** The same weights each time. */
function seeded({ backend, dtype }: Tensor) {
  return { backend, dtype, generator: generator(1) };
}
