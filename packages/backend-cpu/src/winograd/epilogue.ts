import type { Contraction, Kernel } from "@nn/backend";
import { generate, type GenerateOptions } from "../codegen/generate.ts";
import { multiples } from "../contraction/enumerate.ts";
import { resultKernel } from "../contraction/result.ts";
import type { Roles } from "./roles.ts";
import type { Sizes, Tiling } from "./tiling.ts";

/**
 * A module that makes the outputs of the kernel from sums, row by row: its units are the rows of the results. The sum of
 * (output, row, column) is read at `output · sumOutput + row · sumRow + column`, wherever the image: a block keeps the
 * sums of its own rows only, and gives the address where those of row 0 would be.
 */
export function compileEpilogue(
  kernel: Kernel,
  contraction: Contraction,
  { outputs, rows, columns }: Roles,
  sizes: Sizes,
  { sumRow, sumOutput }: Tiling,
  options: Omit<GenerateOptions, "taskElements">,
): Uint8Array<ArrayBuffer> {
  const offsets = contraction.outer.map(({ size }) => multiples(size, 0));
  offsets[rows.loop] = multiples(rows.size, sumRow);
  offsets[columns.loop] = multiples(columns.size, 1);
  let stride = sumOutput;
  for (const loop of [...outputs].reverse()) {
    const { size } = contraction.outer[loop]!;
    offsets[loop] = multiples(size, stride);
    stride *= size;
  }
  const place = { outputOffsets: offsets, outputSize: stride + sizes.rows * sumRow };
  // One row is the least that a unit can be, since rows of sums are not neighbours: there is room between them.
  const { bytes, columns: size } = generate(resultKernel(kernel, contraction, place), {
    ...options,
    taskElements: 1,
  });
  if (size !== sizes.columns) throw new Error(`compileEpilogue: expected rows of ${sizes.columns}, got ${size}`);
  return bytes;
}
