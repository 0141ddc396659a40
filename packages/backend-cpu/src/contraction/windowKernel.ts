import type { FunctionBuilder, Local } from "../assembler/functionBuilder.ts";
import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";

/** The parameters of the window copier, all int32. Addresses and steps are in bytes, all else counts elements. */
export type WindowCopier = (
  source: number,
  /** From one image of the source to the next, and from one row to the next. */
  imageStep: number,
  images: number,
  rowStep: number,
  /** Rows of an image of the target; those from `firstRow` to before `rowEnd` are copied, the others are zeros. */
  rows: number,
  firstRow: number,
  rowEnd: number,
  /** Columns of the target: `before` zeros, `count` that are copied, zeros. */
  columns: number,
  before: number,
  count: number,
  /** Where images lie one after another. */
  target: number,
) => void;

const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/** Defines the function that copies images into larger ones that are zero outside. */
export function defineWindowCopier(module: ModuleBuilder, name: string): void {
  module.function(name, parameters, [], (code, arguments_) => {
    const [source, imageStep, images, rowStep, rows, firstRow, rowEnd, columns, before, count, target] = arguments_;
    const [row, from, rest] = [code.local("i32"), code.local("i32"), code.local("i32")];
    code.loop((nextImage) => {
      setTo(code, row, 0);
      copy(code, source, from);
      code.loop((nextRow) => {
        code.get(row);
        code.get(firstRow);
        code.op("i32.ge_s");
        code.get(row);
        code.get(rowEnd);
        code.op("i32.lt_s");
        code.op("i32.and");
        code.if(
          () => {
            zeros(code, target, () => code.get(before));
            copyRow(code, from, target, count, rest);
            zeros(code, target, () => {
              code.get(columns);
              code.get(before);
              code.op("i32.sub");
              code.get(count);
              code.op("i32.sub");
            });
            advance(code, from, () => code.get(rowStep));
          },
          () => zeros(code, target, () => code.get(columns)),
        );
        advance(code, row, () => code.i32(1));
        code.get(row);
        code.get(rows);
        code.op("i32.ne");
        code.branchIf(nextRow);
      });
      advance(code, source, () => code.get(imageStep));
      advance(code, images, () => code.i32(-1));
      code.get(images);
      code.branchIf(nextImage);
    });
  });
}

/** Stores `count` zeros and moves `target` behind them. */
function zeros(code: FunctionBuilder, target: Local, count: () => void): void {
  const left = code.local("i32");
  count();
  code.set(left);
  whileAtLeast(code, left, 4, () => {
    code.get(target);
    code.f32x4(0);
    code.memory("v128.store");
    advance(code, target, () => code.i32(16));
  });
  whileAtLeast(code, left, 1, () => {
    code.get(target);
    code.f32(0);
    code.memory("f32.store");
    advance(code, target, () => code.i32(4));
  });
}

/** Copies `count` elements to `target` and moves that behind them. */
function copyRow(code: FunctionBuilder, source: Local, target: Local, count: Local, left: Local): void {
  const from = code.local("i32");
  copy(code, source, from);
  copy(code, count, left);
  const move = (load: "v128.load" | "f32.load", store: "v128.store" | "f32.store", bytes: number): void => {
    code.get(target);
    code.get(from);
    code.memory(load);
    code.memory(store);
    advance(code, from, () => code.i32(bytes));
    advance(code, target, () => code.i32(bytes));
  };
  whileAtLeast(code, left, 4, () => move("v128.load", "v128.store", 16));
  whileAtLeast(code, left, 1, () => move("f32.load", "f32.store", 4));
}

/** Repeats `body`, which takes `amount` off `left`, while there is as much. */
function whileAtLeast(code: FunctionBuilder, left: Local, amount: number, body: () => void): void {
  code.block((end) => {
    code.loop((again) => {
      code.get(left);
      code.i32(amount);
      code.op("i32.lt_s");
      code.branchIf(end);
      body();
      advance(code, left, () => code.i32(-amount));
      code.branch(again);
    });
  });
}

function advance(code: FunctionBuilder, local: Local, by: () => void): void {
  code.get(local);
  by();
  code.op("i32.add");
  code.set(local);
}

function copy(code: FunctionBuilder, from: Local, to: Local): void {
  code.get(from);
  code.set(to);
}

function setTo(code: FunctionBuilder, local: Local, value: number): void {
  code.i32(value);
  code.set(local);
}
