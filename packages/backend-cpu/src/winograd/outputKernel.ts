import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { notation } from "../assembler/notation.ts";
import { isSuspicious, largerMagnitude } from "./suspicion.ts";
import { tileInputs, tileSize, transformProducts } from "./transforms.ts";
import { transpose } from "../assembler/transpose.ts";

/** The parameters of the transform back, all int32. Addresses and steps are in bytes. */
export type OutputTransform = (
  /** The first tile of the first output in the first product. */
  products: number,
  /** From one output to the next, and from one product to the next. */
  pitch: number,
  productStep: number,
  outputs: number,
  /** The first tile of the last group of four tiles, which may overlap the group before. */
  lastTile: number,
  /** Where the sums go: for each output, four rows. */
  sums: number,
  outputStep: number,
  rowStep: number,
  /** Room for 24 vectors. */
  scratch: number,
) => number;

const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Defines the function that makes the sums of a row of tiles, four tiles at a time, a lane each, and lays their four
 * rows down as rows. It returns whether any of them is suspicious; see `defineRepair`.
 */
export function defineOutputTransform(module: ModuleBuilder, name: string): void {
  module.function(name, parameters, ["i32"], (code, arguments_) => {
    const [products, pitch, productStep, outputs, lastTile, sums, outputStep, rowStep, scratch] = arguments_;
    const write = notation(code);
    const { get, integer, set, advance, apply, sum, load, store, count, countGroups } = write;
    const local = () => code.local("i32");
    const [output, tile, column, row, at, to, nextRow] = [
      local(),
      local(),
      local(),
      local(),
      local(),
      local(),
      local(),
    ];
    const largest = code.local("v128");
    const inputs = Array.from({ length: tileInputs }, () => code.local("v128"));
    const results = Array.from({ length: tileSize }, () => code.local("v128"));
    set(nextRow, apply("i32.mul", get(productStep), integer(tileInputs)));
    count(output, integer(1), get(outputs), () => {
      countGroups(tile, get(lastTile), () => {
        set(to, sum(get(products), apply("i32.shl", get(tile), integer(2))));
        count(column, integer(16), integer(tileInputs * 16), () => {
          set(at, get(to));
          for (const input of inputs) {
            set(input, load(get(at)));
            advance(at, get(nextRow));
          }
          transformProducts(write, inputs, results);
          set(at, sum(get(scratch), get(column)));
          results.forEach((result, position) => store(get(at), get(result), position * tileInputs * 16));
          advance(to, get(productStep));
        });
        set(to, sum(get(sums), apply("i32.shl", get(tile), integer(4))));
        count(row, integer(tileInputs * 16), integer(tileSize * tileInputs * 16), () => {
          set(at, sum(get(scratch), get(row)));
          inputs.forEach((input, position) => set(input, load(get(at), position * 16)));
          transformProducts(write, inputs, results);
          for (const result of results) {
            set(largest, largerMagnitude(write, code, get(largest), get(result)));
          }
          transpose(write, results, inputs.slice(0, 4));
          results.forEach((result, position) => store(get(to), get(result), position * 16));
          advance(to, get(rowStep));
        });
      });
      advance(products, get(pitch));
      advance(sums, get(outputStep));
    });
    isSuspicious(write, code, get(largest))();
  });
}
