import type { FunctionBuilder, Local } from "../assembler/functionBuilder.ts";
import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import type { Access } from "./strategy.ts";

/** The parameters of a micro-kernel, all int32. Addresses and offsets are in bytes. */
export type MicroKernel = (
  /** A packed panel of rows, or what the offsets in `rowTable` are added to. */
  rows: number,
  /** Packed panels of columns, or what the offsets in `pairTable` are added to. */
  columns: number,
  result: number,
  /** See `Tables.rows`, from the first row of the tile on. */
  rowTable: number,
  /** See `Tables.pairs`, from the first pair on. */
  pairTable: number,
  pairCount: number,
  /** See `Tables.depth`, from the first step on. */
  depthTable: number,
  depth: number,
  /** Whether the sums are added to the result instead of replacing it. */
  accumulate: number,
) => void;

/** The types of these parameters. */
const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/** Which side a micro-kernel reads directly. */
export interface MicroKernelVariant {
  readonly rows: Access;
  readonly columns: Access;
  /** Whether products are added with a single rounding, by relaxed SIMD. */
  readonly fused: boolean;
}

/**
 * Defines the function that computes tiles of `height` rows and a pair of groups of four columns, one tile after
 * another. Sums stay in registers: 2 · height vectors, to which each step adds the products of `height` broadcast
 * elements with two vectors. One step a turn, because V8 issues all loads of a longer turn first and then spills.
 */
export function defineMicroKernel(
  module: ModuleBuilder,
  name: string,
  height: number,
  variant: MicroKernelVariant,
): void {
  module.function(name, parameters, [], (code, arguments_) => {
    const [rows, columns, result, rowTable, pairTable, pairCount, depthTable, depth, accumulate] = arguments_;
    const each = <T>(make: () => T): T[] => Array.from({ length: height }, make);
    const newInteger = (): Local<"i32"> => code.local("i32");
    const rowAddresses = each(newInteger);
    const resultRows = each(newInteger);
    const sums = each(() => [code.local("v128"), code.local("v128")] as const);
    const [pairEnd, end, first, second] = [newInteger(), newInteger(), newInteger(), newInteger()];

    readAddresses(code, rowTable, 4, result, resultRows);
    if (variant.rows === "direct") readAddresses(code, rowTable, 0, rows, rowAddresses);
    advanced(code, pairTable, pairCount, 4, pairEnd);
    const bothPacked = variant.rows === "packed" && variant.columns === "packed";
    if (bothPacked) advanced(code, rows, depth, 4, end);
    else advanced(code, depthTable, depth, 2, end);

    const [panel, step] = [newInteger(), newInteger()];
    code.loop((nextPair) => {
      if (variant.columns === "direct") {
        sum(code, columns, () => loadInteger(code, pairTable, 0), first);
        sum(code, columns, () => loadInteger(code, pairTable, 8), second);
      }
      copy(code, rows, panel);
      copy(code, depthTable, step);
      for (const local of sums.flat()) {
        code.f32x4(0);
        code.set(local);
      }
      code.loop((nextStep) => {
        multiplyStep(code, variant, { panel, rowAddresses, columns, first, second, step, sums });
        const counter = bothPacked ? panel : step;
        code.get(counter);
        code.get(end);
        code.op("i32.ne");
        code.branchIf(nextStep);
      });
      storeTile(code, pairTable, accumulate, resultRows, sums, [first, second]);
      advance(code, pairTable, 16);
      code.get(pairTable);
      code.get(pairEnd);
      code.op("i32.ne");
      code.branchIf(nextPair);
    });
  });
}

interface StepLocals {
  readonly panel: Local<"i32">;
  readonly rowAddresses: readonly Local<"i32">[];
  readonly columns: Local<"i32">;
  readonly first: Local<"i32">;
  readonly second: Local<"i32">;
  readonly step: Local<"i32">;
  readonly sums: readonly (readonly [Local<"v128">, Local<"v128">])[];
}

/** Adds the products of one step to the sums, and moves on to the next one. */
function multiplyStep(code: FunctionBuilder, variant: MicroKernelVariant, locals: StepLocals): void {
  const { panel, rowAddresses, columns, first, second, step, sums } = locals;
  const offset = code.local("i32");
  const vectors = [code.local("v128"), code.local("v128")] as const;
  const element = code.local("v128");
  const anyDirect = variant.rows === "direct" || variant.columns === "direct";
  if (anyDirect) {
    loadInteger(code, step, 0);
    code.set(offset);
  }
  [first, second].forEach((group, position) => {
    code.get(variant.columns === "direct" ? group : columns);
    if (variant.columns === "direct") {
      code.get(offset);
      code.op("i32.add");
    }
    code.memory("v128.load", variant.columns === "direct" ? 0 : position * 16);
    code.set(vectors[position]!);
  });
  sums.forEach((pair, row) => {
    code.get(variant.rows === "direct" ? rowAddresses[row]! : panel);
    if (variant.rows === "direct") {
      code.get(offset);
      code.op("i32.add");
    }
    code.memory("v128.load32_splat", variant.rows === "direct" ? 0 : row * 4);
    code.set(element);
    pair.forEach((total, position) => {
      code.get(element);
      code.get(vectors[position]!);
      code.multiplyAdd(() => code.get(total));
      code.set(total);
    });
  });
  if (variant.columns === "packed") advance(code, columns, 32);
  if (variant.rows === "packed") advance(code, panel, 16);
  if (anyDirect) advance(code, step, 4);
}

/**
 * Stores a tile. All that is added is read before anything is written, so that the two groups may overlap.
 *
 * @param scratch two locals that are free by now
 */
function storeTile(
  code: FunctionBuilder,
  pairTable: Local,
  accumulate: Local,
  resultRows: readonly Local[],
  sums: readonly (readonly [Local<"v128">, Local<"v128">])[],
  scratch: readonly [Local, Local],
): void {
  scratch.forEach((local, position) => {
    loadInteger(code, pairTable, 4 + 8 * position);
    code.set(local);
  });
  const address = (row: number, position: number): void => {
    code.get(resultRows[row]!);
    code.get(scratch[position]!);
    code.op("i32.add");
  };
  code.get(accumulate);
  code.if(() => {
    sums.forEach((pair, row) =>
      pair.forEach((total, position) => {
        address(row, position);
        code.memory("v128.load");
        code.get(total);
        code.op("f32x4.add");
        code.set(total);
      }),
    );
  });
  sums.forEach((pair, row) =>
    pair.forEach((total, position) => {
      address(row, position);
      code.get(total);
      code.memory("v128.store");
    }),
  );
}

/** targets[row] = base + the word at `table + 8 · row + word`. */
function readAddresses(
  code: FunctionBuilder,
  table: Local,
  word: number,
  base: Local,
  targets: readonly Local[],
): void {
  targets.forEach((target, row) => sum(code, base, () => loadInteger(code, table, row * 8 + word), target));
}

function sum(code: FunctionBuilder, base: Local, offset: () => void, target: Local): void {
  code.get(base);
  offset();
  code.op("i32.add");
  code.set(target);
}

/** target = start + (count << shift). */
function advanced(code: FunctionBuilder, start: Local, count: Local, shift: number, target: Local): void {
  code.get(start);
  code.get(count);
  code.i32(shift);
  code.op("i32.shl");
  code.op("i32.add");
  code.set(target);
}

function advance(code: FunctionBuilder, local: Local, bytes: number): void {
  code.get(local);
  code.i32(bytes);
  code.op("i32.add");
  code.set(local);
}

function copy(code: FunctionBuilder, from: Local, to: Local): void {
  code.get(from);
  code.set(to);
}

function loadInteger(code: FunctionBuilder, address: Local, offset: number): void {
  code.get(address);
  code.memory("i32.load", offset);
}
