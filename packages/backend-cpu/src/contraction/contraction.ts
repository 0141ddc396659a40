import { contractionOf, type Contraction, type Expression, type Kernel } from "@nn/backend";
import { sequentialPositions } from "../codegen/loopKernel.ts";
import type { ProgramHost } from "../execution/host.ts";
import type { Program } from "../execution/program.ts";
import { inPlace, materialised, type Operand } from "./operand.ts";
import { createProgram } from "./program.ts";
import { chooseStrategy, type Strategy } from "./strategy.ts";
import { compileWinograd } from "../winograd/winograd.ts";

/**
 * A blocked program for a kernel whose single fold is a `dot` of float32 values: matrix products, convolutions and
 * their gradients. `undefined` where the generic code generator does as well; then it shall compile the kernel.
 *
 * Large convolutions with 3 × 3 taps go to `src/winograd/`. Elsewhere, the products of one output element are added in row-major order of the fold's extents, in blocks whose length
 * depends on these extents only, so that neither fusion nor the choice of a strategy changes a bit of the result.
 *
 * @param kernel the kernel, simplified
 * @param evenTiny whether to compile also what the generic code generator does as well, for tests
 */
export function compileContraction(kernel: Kernel, host: ProgramHost, evenTiny = false): Program | undefined {
  const fold = kernel.folds[0];
  if (kernel.folds.length !== 1 || fold?.operator !== "dot" || fold.dtype !== "float32") return undefined;
  if ([...kernel.shape, ...fold.extents].some((size) => size === 0)) return undefined;
  const contraction = contractionOf(kernel, fold);
  if (!contraction) return undefined;
  const winograd = compileWinograd(kernel, contraction, host);
  if (winograd) return winograd;
  const [first] = kernel.outputs;
  const plain = kernel.outputs.length === 1 && first?.value.kind === "folded" && first.dtype === "float32";
  const strategy = chooseStrategy(
    contraction,
    operands(contraction.left, contraction, kernel),
    operands(contraction.right, contraction, kernel),
    plain,
  );
  return tinyProducts(strategy) && !evenTiny ? undefined : createProgram(kernel, contraction, strategy, host);
}

/** The places of a factor to choose from. */
function operands(factor: Expression, contraction: Contraction, kernel: Kernel): readonly Operand[] {
  const own = inPlace(factor, contraction);
  if (!own) return [materialised(factor, contraction, kernel)];
  return isStrided(own, contraction) ? [own, materialised(factor, contraction, kernel)] : [own];
}

/** Whether neighbouring outputs read elements a few steps apart, which a copy can bring together. */
function isStrided({ offsets }: Operand, { outer }: Contraction): boolean {
  return outer.some((_, position) => {
    const stride = offsets[position]![1] ?? 0;
    return stride > 1 && stride <= 4;
  });
}

/** Up to how many products a sum is written out by the generic code better than tables of blocks walk it: measured. */
const fewProducts = 12;

/**
 * Whether preparing products of matrices takes longer than their sums: those of a single row, as in a depthwise
 * convolution, use nothing twice, and very small ones have too little in them. Only where sums are so short that the
 * generic code adds them one by one too, so that its results have the same bits.
 */
function tinyProducts({ batchOutput, rows, columns }: Strategy): boolean {
  const depth = rows.depth.length;
  const [height, width] = [rows.lanes.length, columns.lanes.length];
  if (Math.min(height, width) === 1 && depth <= fewProducts) return true;
  return batchOutput.length > 16 && depth <= sequentialPositions && height * width * depth < 4096;
}
