import type { Contraction, Kernel } from "@nn/backend";
import { listing } from "../assembler/index.ts";
import { prepare } from "../contraction/source.ts";
import { compileModule } from "../execution/compileModule.ts";
import { isShared } from "../execution/isShared.ts";
import type { ProgramHost } from "../execution/host.ts";
import type { Program } from "../execution/program.ts";
import { Routine } from "../execution/routine.ts";
import { scratchLayout } from "../execution/scratchLayout.ts";
import { compileEpilogue } from "./epilogue.ts";
import { pays } from "./pays.ts";
import { rolesOf, sizeOfLoops } from "./roles.ts";
import { sharedTables, threadScratch } from "./scratch.ts";
import { imageOf, weightOf } from "./sources.ts";
import { tapsNanoseconds, tapsScratchBytes } from "./tapsRoutine.ts";
import { tilesNanoseconds, tilesValues } from "./tilesRoutine.ts";
import { tilingOf, type Sizes } from "./tiling.ts";
import { tileProducts } from "./transforms.ts";

/**
 * A program for a convolution with 3 × 3 taps, stride 1 and no groups, or the gradient of its input, by Winograd's
 * algorithm F(4 × 4, 3 × 3): a quarter of the multiplications. `undefined` for anything else, and where it does not pay.
 *
 * 1. The weights are transformed, and packed for 36 products of matrices.
 * 2. For each block of tiles: the tiles of all channels are transformed; for a few outputs at a time, the products are
 *    computed, transformed back to sums, and the outputs made of these. All of it stays in the second cache.
 *
 * The choice depends on sizes and the formula's index arithmetic alone, so that neither threads nor fusion nor the
 * layout of operands changes a bit of a result.
 */
export function compileWinograd(kernel: Kernel, contraction: Contraction, host: ProgramHost): Program | undefined {
  if (host.winograd === "never") return undefined;
  const roles = rolesOf(contraction);
  if (!roles || roles.rows.size < 4 || roles.columns.size < 4) return undefined;
  const sizes: Sizes = {
    batch: sizeOfLoops(contraction.outer, roles.batches),
    outputs: sizeOfLoops(contraction.outer, roles.outputs),
    channels: sizeOfLoops(contraction.inner, roles.channels),
    rows: roles.rows.size,
    columns: roles.columns.size,
  };
  if (host.winograd === "where it pays" && !pays(sizes)) return undefined;
  const tiling = tilingOf(sizes, host.threads);
  const { source: imageSource, ...image } = imageOf(contraction, roles, kernel);
  const { source: weightSource, ...weight } = weightOf(contraction, roles, kernel);
  const [images, weights] = [prepare(imageSource, host), prepare(weightSource, host)];
  const { relaxedSimd } = host;
  const options = { sharedMemory: isShared(host.memory), relaxedSimd };
  const epilogue = compileEpilogue(kernel, contraction, roles, sizes, tiling, options);
  const module = compileModule(epilogue, host.memory);
  const inputs = kernel.inputs.length;
  const taps = new Routine({ kind: "winogradTaps", sizes, weight, tiling, relaxedSimd }, host.memory);
  const tiles = new Routine(
    { kind: "winogradTiles", sizes, image, weight, tiling, relaxedSimd, epilogue: module, inputs },
    host.memory,
  );
  const panels = Math.ceil(sizes.outputs / 4);
  const tables = sharedTables(tiling, image);
  const { starts, bytes } = scratchLayout({
    tables: tables.byteLength,
    image: images.bytes,
    weights: weights.bytes,
    transformed: tileProducts * tiling.weightStep,
    scratch: host.threads * Math.max(threadScratch(tiling).bytes, tapsScratchBytes),
  });
  return {
    scratchBytes: bytes,
    phases(run) {
      const places = {
        tables: run.scratch + starts.tables,
        image: images.address(run.inputs, run.scratch + starts.image),
        weights: weights.address(run.inputs, run.scratch + starts.weights),
        transformed: run.scratch + starts.transformed,
        scratch: run.scratch + starts.scratch,
      };
      new Int32Array(host.memory.buffer, places.tables, tables.length).set(tables);
      const operands = [...run.inputs, ...run.outputs, ...run.scalars];
      return [
        ...images.phases(run, places.image),
        ...weights.phases(run, places.weights),
        {
          routine: taps,
          values: [places.weights, places.transformed, places.scratch],
          tasks: panels,
          nanoseconds: tapsNanoseconds(sizes),
        },
        {
          routine: tiles,
          values: tilesValues(places, operands),
          tasks: tiling.blocks,
          nanoseconds: tilesNanoseconds(sizes, tiling),
        },
      ];
    },
    source: () => [head(sizes), images.source(), weights.source(), listing(epilogue)].filter(Boolean).join("\n"),
  };
}

function head({ batch, outputs, channels, rows, columns }: Sizes): string {
  return `Winograd F(4 x 4, 3 x 3): ${batch} x [${outputs}, ${rows}, ${columns}] of ${channels} channels`;
}
