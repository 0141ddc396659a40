import type { FunctionBuilder, Local } from "../assembler/functionBuilder.ts";
import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { notation } from "../assembler/notation.ts";
import { tileInputs, transformTaps } from "./transforms.ts";

/** The parameters of the transform of weights, all int32. Addresses and steps are in bytes. */
export type TapsTransform = (
  /** Those of the first channel, for each of four outputs. */
  first: number,
  second: number,
  third: number,
  fourth: number,
  channelStep: number,
  /** From one tap to the next below it, and to the next beside it. */
  rowStep: number,
  columnStep: number,
  channels: number,
  /** Where the panel of these outputs starts in the first product. */
  target: number,
  /** From one product to the next. */
  productStep: number,
  /** Room for 18 vectors. */
  scratch: number,
) => void;

const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/** Defines the function that transforms the weights of four outputs, a lane each, and packs them into a panel. */
export function defineTapsTransform(module: ModuleBuilder, name: string): void {
  module.function(name, parameters, [], (code, arguments_) => {
    const outputs = arguments_.slice(0, 4);
    const [, , , , channelStep, rowStep, columnStep, channels, target, productStep, scratch] = arguments_;
    const write = notation(code);
    const { get, integer, set, advance, sum, load, store, count } = write;
    const [channel, offset, at] = [code.local("i32"), code.local("i32"), code.local("i32")];
    const taps = Array.from({ length: 3 }, () => code.local("v128"));
    const results = Array.from({ length: tileInputs }, () => code.local("v128"));
    count(channel, integer(1), get(channels), () => {
      for (let column = 0; column < 3; column++) {
        set(offset, integer(0));
        for (let times = 0; times < column; times++) advance(offset, get(columnStep));
        for (const tap of taps) {
          gather(code, outputs, offset, tap);
          advance(offset, get(rowStep));
        }
        transformTaps(write, taps, results);
        results.forEach((result, row) => store(get(scratch), get(result), (row * 3 + column) * 16));
      }
      set(at, get(target));
      for (let row = 0; row < tileInputs; row++) {
        taps.forEach((tap, column) => set(tap, load(get(scratch), (row * 3 + column) * 16)));
        transformTaps(write, taps, results);
        for (const result of results) {
          store(get(at), get(result));
          advance(at, get(productStep));
        }
      }
      for (const output of outputs) advance(output, get(channelStep));
      set(target, sum(get(target), integer(16)));
    });
  });
}

/** One element of each of four places, a lane each. */
function gather(code: FunctionBuilder, places: readonly Local[], offset: Local, vector: Local<"v128">): void {
  places.forEach((place, lane) => {
    code.get(place);
    code.get(offset);
    code.op("i32.add");
    if (lane === 0) code.memory("v128.load32_zero");
    else {
      code.get(vector);
      code.laneMemory("v128.load32_lane", lane);
    }
    code.set(vector);
  });
}
