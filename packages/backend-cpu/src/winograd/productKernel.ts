import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { notation } from "../assembler/notation.ts";

/** The parameters of the product of two matrices, all int32. Addresses and the pitch are in bytes. */
export type Product = (
  /** Panels of four rows: for each step along the depth, four elements. */
  rows: number,
  /** For each step, all columns. */
  columns: number,
  /** For each row, all columns. */
  result: number,
  panels: number,
  /** How many times eight columns there are. */
  pairs: number,
  depth: number,
  /** From one step of `columns`, and one row of `result`, to the next. */
  pitch: number,
) => void;

const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Defines the function that multiplies a matrix of panels by one of columns, in tiles of four rows and eight columns
 * whose sums stay in registers. See `defineMicroKernel`; here both operands are small and lie as they are walked.
 */
export function defineProduct(module: ModuleBuilder, name: string): void {
  module.function(name, parameters, [], (code, arguments_) => {
    const [rows, columns, result, panels, pairs, depth, pitch] = arguments_;
    const write = notation(code);
    const { get, set, integer, advance, apply, sum, load, loadSplat, store, multiplyAdd, count } = write;
    const local = () => code.local("i32");
    const [panel, pair, element, column, end, from, to] = [
      local(),
      local(),
      local(),
      local(),
      local(),
      local(),
      local(),
    ];
    const vectors = [code.local("v128"), code.local("v128")] as const;
    const broadcast = code.local("v128");
    const sums = Array.from({ length: 4 }, () => [code.local("v128"), code.local("v128")] as const);
    count(panel, integer(1), get(panels), () => {
      set(end, sum(get(rows), apply("i32.shl", get(depth), integer(4))));
      set(from, get(columns));
      set(to, get(result));
      count(pair, integer(1), get(pairs), () => {
        set(element, get(rows));
        set(column, get(from));
        for (const total of sums.flat()) set(total, () => code.f32x4(0));
        code.loop((nextStep) => {
          vectors.forEach((vector, half) => set(vector, load(get(column), half * 16)));
          sums.forEach((totals, row) => {
            set(broadcast, loadSplat(get(element), row * 4));
            totals.forEach((total, half) => set(total, multiplyAdd(get(broadcast), get(vectors[half]!), get(total))));
          });
          advance(column, get(pitch));
          advance(element, integer(16));
          apply("i32.ne", get(element), get(end))();
          code.branchIf(nextStep);
        });
        set(column, get(to));
        for (const totals of sums) {
          totals.forEach((total, half) => store(get(column), get(total), half * 16));
          advance(column, get(pitch));
        }
        advance(from, integer(32));
        advance(to, integer(32));
      });
      set(rows, get(end));
      advance(result, apply("i32.shl", get(pitch), integer(2)));
    });
  });
}
