import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { notation } from "../assembler/notation.ts";
import { tileInputs, transformInputs } from "./transforms.ts";
import { transpose } from "../assembler/transpose.ts";

/** The parameters of the transform of images, all int32. Addresses and steps are in bytes. */
export type InputTransform = (
  /** One for each strip; see `stripTableBytes`. */
  stripTables: number,
  strips: number,
  /** Where the first channel is, behind the addresses in the tables, and from one channel to the next. */
  channelOffset: number,
  channelStep: number,
  channels: number,
  /** The first tile of the last group of four tiles, which may overlap the group before. */
  lastTile: number,
  /** Where the first tile of the first strip goes in the first product. */
  target: number,
  /** From one strip to the next, from one channel to the next, and from one product to the next. */
  stripStep: number,
  pitch: number,
  productStep: number,
  /** Room for 36 vectors. */
  scratch: number,
) => void;

const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Bytes of the table of a strip. For each of the six rows that its tiles read: the address in the first channel, and a
 * word with all bits set if the row exists, with none if the address is that of a row of zeros. Then the address of the
 * mask: for each column of these rows, a word with all bits set if it exists.
 */
export const stripTableBytes = tileInputs * 8 + 8;
/** Where the address of the mask is in it. */
export const maskWord = tileInputs * 2;

/**
 * Defines the function that transforms strips of tiles, channel by channel, because rows of neighbouring strips are
 * neighbours in memory and partly the same. Four neighbouring tiles are computed at a time, a lane each. What lies
 * outside the image is read as 0, whatever is there in memory.
 */
export function defineInputTransform(module: ModuleBuilder, name: string): void {
  module.function(name, parameters, [], (code, arguments_) => {
    const [stripTables, strips, channelOffset, channelStep, channels, lastTile] = arguments_;
    const [, , , , , , target, stripStep, pitch, productStep, scratch] = arguments_;
    const write = notation(code);
    const { get, integer, set, advance, apply, sum, load, loadInteger, store, shuffle, count, countGroups } = write;
    const local = () => code.local("i32");
    const [channel, strip, table, tile, offset, row, at] = [
      local(),
      local(),
      local(),
      local(),
      local(),
      local(),
      local(),
    ];
    const [maskAt, to, first, rowStep, column, end] = [local(), local(), local(), local(), local(), local()];
    const inputs = Array.from({ length: tileInputs }, () => code.local("v128"));
    const results = Array.from({ length: tileInputs }, () => code.local("v128"));
    set(rowStep, apply("i32.mul", get(productStep), integer(tileInputs)));
    const transformStrip = (): void => {
      set(end, sum(get(table), integer(tileInputs * 8)));
      countGroups(tile, get(lastTile), () => {
        set(offset, apply("i32.shl", get(tile), integer(4)));
        set(maskAt, sum(loadInteger(get(table), maskWord * 4), get(offset)));
        set(row, get(table));
        set(to, get(scratch));
        code.loop((nextRow) => {
          const channelPart = apply("i32.and", get(channelOffset), loadInteger(get(row), 4));
          set(at, sum(loadInteger(get(row)), channelPart, get(offset)));
          const existing = (vector: number) =>
            apply("v128.and", load(get(at), vector * 16), load(get(maskAt), vector * 16));
          for (let vector = 0; vector < 5; vector++) set(inputs[vector]!, existing(vector));
          transpose(write, inputs.slice(0, 4), results);
          // The elements 4 and 5 of each tile are the elements 0 and 1 of the next.
          const [first, second, , , next] = inputs.map(get);
          set(inputs[5]!, shuffle(second!, shuffle(next!, next!, [1, 1, 1, 1]), [1, 2, 3, 4]));
          set(inputs[4]!, shuffle(first!, next!, [1, 2, 3, 4]));
          transformInputs(write, inputs, results);
          results.forEach((result, position) => store(get(to), get(result), position * 16));
          advance(to, integer(tileInputs * 16));
          advance(row, integer(8));
          apply("i32.ne", get(row), get(end))();
          code.branchIf(nextRow);
        });
        set(to, sum(get(first), apply("i32.shl", get(tile), integer(2))));
        count(column, integer(16), integer(tileInputs * 16), () => {
          set(at, sum(get(scratch), get(column)));
          inputs.forEach((input, position) => set(input, load(get(at), position * tileInputs * 16)));
          transformInputs(write, inputs, results);
          set(at, get(to));
          for (const result of results) {
            store(get(at), get(result));
            advance(at, get(rowStep));
          }
          advance(to, get(productStep));
        });
      });
    };
    count(channel, integer(1), get(channels), () => {
      set(table, get(stripTables));
      set(first, get(target));
      count(strip, integer(1), get(strips), () => {
        transformStrip();
        advance(table, integer(stripTableBytes));
        advance(first, get(stripStep));
      });
      advance(channelOffset, get(channelStep));
      advance(target, get(pitch));
    });
  });
}
