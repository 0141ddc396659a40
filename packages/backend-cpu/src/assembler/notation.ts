import type { FunctionBuilder, Local } from "./functionBuilder.ts";
import type { PlainOperator } from "./operators.ts";

/** Writes the instructions that leave one value on the stack. */
export type Value = () => void;

/** Instructions written as expressions. */
export interface Notation {
  readonly get: (local: Local) => Value;
  readonly integer: (value: number) => Value;
  readonly set: (local: Local, value: Value) => void;
  /** Adds to an integer. */
  readonly advance: (local: Local<"i32">, by: Value) => void;
  readonly apply: (operator: PlainOperator, ...operands: readonly Value[]) => Value;
  /** The sum of integers, such as an address and offsets. */
  readonly sum: (...integers: readonly Value[]) => Value;
  readonly load: (address: Value, offset?: number) => Value;
  readonly loadInteger: (address: Value, offset?: number) => Value;
  /** An element in all four lanes. */
  readonly loadSplat: (address: Value, offset?: number) => Value;
  readonly store: (address: Value, value: Value, offset?: number) => void;
  readonly shuffle: (left: Value, right: Value, lanes: readonly [number, number, number, number]) => Value;
  readonly plus: (left: Value, right: Value) => Value;
  readonly minus: (left: Value, right: Value) => Value;
  /** The product of a vector and a number. */
  readonly times: (factor: number, vector: Value) => Value;
  /** The product of two vectors plus a third one; see `FunctionBuilder.multiplyAdd`. */
  readonly multiplyAdd: (left: Value, right: Value, addend: Value) => Value;
  /** Writes `body` for `local` = 0, `step`, … to before `end`, as a loop. At least once. */
  readonly count: (local: Local<"i32">, step: Value, end: Value, body: () => void) => void;
  /**
   * Writes `body` for `local` = 0, 4, … and `last`, as a loop: for groups of four, of which the last one may overlap the
   * one before. At least once.
   */
  readonly countGroups: (local: Local<"i32">, last: Value, body: () => void) => void;
}

/** The notation for what `code` writes. */
export function notation(code: FunctionBuilder): Notation {
  const get =
    (local: Local): Value =>
    () =>
      code.get(local);
  const integer =
    (value: number): Value =>
    () =>
      code.i32(value);
  const set = (local: Local, value: Value): void => {
    value();
    code.set(local);
  };
  const apply =
    (operator: PlainOperator, ...operands: readonly Value[]): Value =>
    () => {
      operands.forEach((operand) => operand());
      code.op(operator);
    };
  const sum = (first: Value, ...rest: readonly Value[]): Value =>
    rest.reduce((total, next) => apply("i32.add", total, next), first);
  const loadAs =
    (operator: "v128.load" | "i32.load" | "v128.load32_splat") =>
    (address: Value, offset = 0) =>
    () => {
      address();
      code.memory(operator, offset);
    };
  const advance = (local: Local<"i32">, by: Value): void => set(local, sum(get(local), by));
  return {
    get,
    integer,
    set,
    advance,
    apply,
    sum: (...integers) => sum(integers[0]!, ...integers.slice(1)),
    load: loadAs("v128.load"),
    loadInteger: loadAs("i32.load"),
    loadSplat: loadAs("v128.load32_splat"),
    store(address, value, offset = 0) {
      address();
      value();
      code.memory("v128.store", offset);
    },
    shuffle:
      (left, right, [a, b, c, d]) =>
      () => {
        left();
        right();
        code.shuffle(a, b, c, d);
      },
    plus: (left, right) => apply("f32x4.add", left, right),
    minus: (left, right) => apply("f32x4.sub", left, right),
    times: (factor, vector) => apply("f32x4.mul", vector, () => code.f32x4(factor)),
    multiplyAdd: (left, right, addend) => () => {
      left();
      right();
      code.multiplyAdd(addend);
    },
    count(local, step, end, body) {
      set(local, integer(0));
      code.loop((again) => {
        body();
        advance(local, step);
        apply("i32.lt_s", get(local), end)();
        code.branchIf(again);
      });
    },
    countGroups(local, last, body) {
      const isBefore = apply("i32.lt_s", get(local), last);
      set(local, integer(0));
      code.loop((again) => {
        body();
        isBefore();
        code.if(() => {
          advance(local, integer(4));
          code.get(local);
          last();
          isBefore();
          code.op("select");
          code.set(local);
          code.branch(again);
        });
      });
    },
  };
}
