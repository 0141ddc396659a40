import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { maskWord } from "./inputKernel.ts";
import { notation } from "../assembler/notation.ts";
import { isSuspicious, largerMagnitude } from "./suspicion.ts";
import { tileSize } from "./transforms.ts";

/** The parameters of the repair, all int32. Addresses and steps are in bytes. */
export type Repair = (
  /** The sums of the first output: for each output four rows of tiles, of which `rows` matter. */
  sums: number,
  outputs: number,
  outputStep: number,
  rows: number,
  rowStep: number,
  /** Bytes of a row. */
  rowBytes: number,
  /** See `stripTableBytes`. */
  stripTable: number,
  channelStep: number,
  channels: number,
  /** The weights of the first output, and their steps. */
  weights: number,
  weightOutputStep: number,
  weightChannelStep: number,
  weightRowStep: number,
  weightColumnStep: number,
) => void;

const parameters = [
  ...(["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const),
  ...(["i32", "i32", "i32", "i32", "i32", "i32"] as const),
] as const;

/**
 * Defines the function that computes suspicious tiles again, by the definition of their sums: those in which a sum is
 * not finite, or huge.
 *
 * In a tile, an infinity or a NaN reaches sums that it has no part in, and so does the rounding error of a huge element.
 * But a tile whose sums are all finite was computed from finite numbers alone: whatever is added to it or multiplied
 * with it, what is not finite stays so. And a huge element makes huge those sums of its tile that it has a part in.
 */
export function defineRepair(module: ModuleBuilder, name: string): void {
  module.function(name, parameters, [], (code, arguments_) => {
    const [sums, outputs, outputStep, rows, rowStep, rowBytes, stripTable, channelStep, channels] = arguments_;
    const [, , , , , , , , , weights, weightOutputStep, weightChannelStep, weightRowStep, weightColumnStep] =
      arguments_;
    const write = notation(code);
    const { get, integer, set, advance, apply, sum, load, loadInteger, loadSplat, store, plus, count } = write;
    const local = () => code.local("i32");
    const [output, row, column, channel, channelOffset, tapRow, tap, weight] = [local(), local(), local(), local(), local(), local(), local(), local()]; // prettier-ignore
    const [address, table, from, maskAt, weightRow] = [local(), local(), local(), local(), local()];
    const [largest, total] = [code.local("v128"), code.local("v128")];

    const addProducts = (): void => {
      set(table, sum(get(stripTable), apply("i32.shl", get(row), integer(3))));
      set(weightRow, get(weight));
      count(tapRow, integer(1), integer(3), () => {
        const channelPart = apply("i32.and", get(channelOffset), loadInteger(get(table), 4));
        set(from, sum(loadInteger(get(table)), channelPart, get(column)));
        set(maskAt, sum(loadInteger(get(stripTable), maskWord * 4), get(column)));
        set(tap, get(weightRow));
        for (let tapColumn = 0; tapColumn < 3; tapColumn++) {
          const element = apply("v128.and", load(get(from), tapColumn * 4), load(get(maskAt), tapColumn * 4));
          set(total, plus(get(total), apply("f32x4.mul", element, loadSplat(get(tap)))));
          advance(tap, get(weightColumnStep));
        }
        advance(weightRow, get(weightRowStep));
        advance(table, integer(8));
      });
    };

    const computeAgain = (): void => {
      set(total, () => code.f32x4(0));
      set(channelOffset, integer(0));
      set(weight, get(weights));
      code.block((done) =>
        count(channel, integer(1), get(channels), () => {
          addProducts();
          // What is NaN stays NaN, in a network that has diverged all of it.
          apply("i32x4.all_true", apply("f32x4.ne", get(total), get(total)))();
          code.branchIf(done);
          advance(channelOffset, get(channelStep));
          advance(weight, get(weightChannelStep));
        }),
      );
      store(get(address), get(total));
      advance(address, get(rowStep));
    };

    count(output, integer(1), get(outputs), () => {
      count(column, integer(16), get(rowBytes), () => {
        set(address, sum(get(sums), get(column)));
        set(largest, () => code.i32x4(0));
        for (let each = 0; each < tileSize; each++) {
          set(largest, largerMagnitude(write, code, get(largest), load(get(address))));
          advance(address, get(rowStep));
        }
        isSuspicious(write, code, get(largest))();
        code.if(() => {
          set(address, sum(get(sums), get(column)));
          count(row, integer(1), get(rows), computeAgain);
        });
      });
      advance(sums, get(outputStep));
      advance(weights, get(weightOutputStep));
    });
  });
}
