import { formulaFunction } from "../execution/formulaRoutine.ts";
import type { RunTask } from "../execution/routine.ts";
import { winogradKernelsOf } from "./kernels.ts";
import { maskWord, stripTableBytes } from "./inputKernel.ts";
import { threadScratch, zerosAt } from "./scratch.ts";
import type { ImageSource, WeightSource } from "./sources.ts";
import { stripOf, type Sizes, type Strip, type Tiling } from "./tiling.ts";
import { tileInputs, tileProducts, tileSize } from "./transforms.ts";

/** A convolution whose weights have been transformed: a block of tiles is a task. */
export interface TilesData {
  readonly kind: "winogradTiles";
  readonly sizes: Sizes;
  readonly image: Omit<ImageSource, "source">;
  readonly weight: Omit<WeightSource, "source">;
  readonly tiling: Tiling;
  readonly relaxedSimd: boolean;
  /** See `compileEpilogue`. */
  readonly epilogue: WebAssembly.Module;
  /** How many inputs the kernel has. */
  readonly inputs: number;
}

/** Addresses: of the operands, the transformed weights, what `sharedTables` gives, and the scratch of all threads. */
export interface TilesPlaces {
  readonly image: number;
  readonly weights: number;
  readonly transformed: number;
  readonly tables: number;
  readonly scratch: number;
}

/** The values of a phase: places, and the kernel's inputs, outputs and scalars. */
export function tilesValues(
  { image, weights, transformed, tables, scratch }: TilesPlaces,
  operands: readonly number[],
): readonly number[] {
  const places: PlaceValues = [image, weights, transformed, tables, scratch];
  return [...places, ...operands];
}

type PlaceValues = readonly [number, number, number, number, number];

/** A strip of a block, and the addresses of what belongs to it. */
interface Placed extends Strip {
  readonly table: number;
  readonly products: number;
  readonly sums: number;
}

/** How many channels one call transforms: calls are short, so that the engine can replace its first code soon. */
const channelsAtOnce = 16;

/** Values: see `tilesValues`. */
export function tilesRoutine(data: TilesData, memory: WebAssembly.Memory): RunTask {
  const { sizes, image, weight, tiling, epilogue, inputs } = data;
  const kernels = winogradKernelsOf(memory, data.relaxedSimd);
  const finish = formulaFunction(epilogue, memory);
  const { channels, outputs, rows, columns } = sizes;
  const { blockStrips, strips, stripTiles, pitch, outputsAtOnce, weightStep, inputStep, productStep } = tiling;
  const { sumRow, sumOutput } = tiling;
  const { starts, bytes } = threadScratch(tiling);
  const lastTile = Math.max(0, stripTiles - 4);

  return (values, task, thread) => {
    const [imageAt, weights, transformed, tables, scratch] = values as PlaceValues;
    const own = scratch + thread * bytes;
    const [half, allInputs, products] = [starts.tile, starts.inputs, starts.products].map((start) => own + start) as [
      number,
      number,
      number,
    ];
    const block = stripsOf(task, own);
    const pairs = Math.ceil((block.length * stripTiles) / 8);
    writeTables(block, imageAt, tables);
    for (let channel = 0; channel < channels; channel += channelsAtOnce) {
      const step = image.channelStep * 4;
      const count = Math.min(channelsAtOnce, channels - channel);
      kernels.transformInput(
        ...([block[0]!.table, block.length, channel * step, step, count, lastTile] as const),
        ...([allInputs + channel * pitch * 4, stripTiles * 4, pitch * 4, inputStep, half] as const),
      );
    }
    for (let output = 0; output < outputs; output += outputsAtOnce) {
      const count = Math.min(outputsAtOnce, outputs - output);
      for (let product = 0; product < tileProducts; product++) {
        const panels = transformed + product * weightStep + output * channels * 4;
        const tiles = allInputs + product * inputStep;
        const result = products + product * productStep;
        kernels.multiply(panels, tiles, result, Math.ceil(count / 4), pairs, channels, pitch * 4);
      }
      for (const strip of block) sumUp(strip, output, count, weights, half);
      writeOutputs(values, block, output, count);
    }
  };

  function stripsOf(task: number, own: number): Placed[] {
    const first = task * blockStrips;
    return Array.from({ length: Math.min(blockStrips, strips - first) }, (_, position): Placed => {
      const strip = stripOf(tiling, first + position);
      return {
        ...strip,
        table: own + starts.stripTables + position * stripTableBytes,
        products: own + starts.products + position * stripTiles * 4,
        sums: own + starts.sums + position * tileSize * sumRow * 4,
      };
    });
  }

  /** Says of each strip which rows and columns of the image exist; see `stripTableBytes`. */
  function writeTables(block: readonly Placed[], imageAt: number, tables: number): void {
    const tableWords = stripTableBytes / 4;
    const words = new Int32Array(memory.buffer, block[0]!.table, block.length * tableWords);
    block.forEach(({ image: number, tileRow, tile }, position) => {
      const start = position * tableWords;
      words[start + maskWord] = tables + tile * tileSize * 4;
      for (let row = 0; row < tileInputs; row++) {
        const at = tileRow * tileSize + row;
        const exists = at >= image.rows.minimum && at <= image.rows.maximum;
        const element = image.base + image.batch[number]! + at * image.rowStep + tile * tileSize;
        words[start + row * 2] = exists ? imageAt + element * 4 : tables + zerosAt(tiling) * 4;
        words[start + row * 2 + 1] = exists ? -1 : 0;
      }
    });
  }

  function sumUp(strip: Placed, output: number, count: number, weights: number, half: number): void {
    const { table, products, sums, tileRow } = strip;
    const [sumStep, rowStep] = [sumOutput * 4, sumRow * 4];
    const suspicious = kernels.transformOutput(
      ...([products, pitch * 4, productStep, count, lastTile, sums, sumStep, rowStep, half] as const),
    );
    if (suspicious === 0) return;
    const { base, outputStep, channelStep } = weight;
    kernels.repair(
      ...([sums, count, sumStep, Math.min(tileSize, rows - tileRow * tileSize), rowStep] as const),
      ...([stripTiles * tileSize * 4, table, image.channelStep * 4, channels] as const),
      ...([weights + (base + output * outputStep) * 4, outputStep * 4, channelStep * 4] as const),
      ...([weight.rowStep * 4, weight.columnStep * 4] as const),
    );
  }

  /** Makes the outputs of the sums: for each output, the rows of neighbouring strips at once. */
  function writeOutputs(values: readonly number[], block: readonly Placed[], output: number, count: number): void {
    const [before, behind] = [values.slice(5, 5 + inputs), values.slice(5 + inputs)];
    let first = 0;
    while (first < block.length) {
      const { image: number, tileRow, tile, sums } = block[first]!;
      let next = first + 1;
      while (next < block.length && block[next]!.tileRow === tileRow + next - first) next++;
      const [row, column] = [tileRow * tileSize, tile * tileSize];
      const rowEnd = Math.min(rows, row + (next - first) * tileSize);
      const columnEnd = Math.min(columns, column + stripTiles * tileSize);
      // Where the sum of the very first output, row and column would be, even if there is no such place in memory.
      const origin = sums - (output * sumOutput + row * sumRow + column) * 4;
      const operands = [...before, origin, ...behind];
      for (let at = output; at < output + count; at++) {
        const unit = (number * outputs + at) * rows;
        finish(...operands, unit + row, unit + rowEnd, column, columnEnd);
      }
      first = next;
    }
  }
}

/** What the sums take one thread, in nanoseconds. */
export function tilesNanoseconds({ batch, outputs, channels }: Sizes, { tileRows, tileColumns }: Tiling): number {
  const tiles = batch * tileRows * tileColumns;
  return tiles * (channels * outputs * 2 + (channels + outputs) * 15);
}
