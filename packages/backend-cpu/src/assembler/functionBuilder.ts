import { ByteWriter } from "./byteWriter.ts";
import { Segment } from "./segment.ts";
import type { VectorConstants } from "./vectorConstants.ts";
import {
  laneMemoryOperators,
  laneOperators,
  memoryOperators,
  plainOperators,
  type LaneMemoryOperator,
  type LaneOperator,
  type MemoryOperator,
  type PlainOperator,
} from "./operators.ts";

/** The types of locals, parameters and results. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

/** The binary format's number of each type. */
export const valueTypeCodes: { readonly [T in ValueType]: number } = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** A parameter or a local variable of one function. */
export interface Local<T extends ValueType = ValueType> {
  readonly type: T;
  readonly index: number;
}

/** The place that a branch goes to: the end of a block, or the head of a loop. */
export interface Label {
  readonly depth: number;
}

/** An imported or defined function. */
export interface FunctionReference {
  readonly index: number;
}

/**
 * Writes the code of one function, instruction by instruction, for a stack machine: operands first, then the
 * operator. Nothing is checked here but types of locals where TypeScript can; `WebAssembly.Module` checks the rest.
 */
export class FunctionBuilder {
  #segment = new Segment(0);
  #code = this.#segment.end();
  readonly #root = this.#segment;
  readonly #parameterCount: number;
  /** Whether the module may use relaxed SIMD. */
  readonly relaxedSimd: boolean;
  readonly #locals: ValueType[] = [];
  readonly #constants: VectorConstants;
  /** The constants that this function uses, by their globals, and where they are brought into locals. */
  readonly #constantLocals = new Map<number, Local<"v128">>();
  readonly #beginning: Segment;
  #depth = 0;

  /**
   * @param parameters the types of the parameters, which are the first locals
   * @param relaxedSimd whether the module may use relaxed SIMD
   * @param constants those of the module
   */
  constructor(parameters: readonly ValueType[], relaxedSimd: boolean, constants: VectorConstants) {
    this.#parameterCount = parameters.length;
    this.relaxedSimd = relaxedSimd;
    this.#constants = constants;
    this.#beginning = this.placeholder();
  }

  /** A new local variable. It starts as 0, but only once for the function: set it inside loops. */
  local<T extends ValueType>(type: T): Local<T> {
    this.#locals.push(type);
    return { type, index: this.#parameterCount + this.#locals.length - 1 };
  }

  get(local: Local): void {
    this.#code.byte(0x20);
    this.#code.unsigned(local.index);
  }

  set(local: Local): void {
    this.#code.byte(0x21);
    this.#code.unsigned(local.index);
  }

  /** Sets and leaves the value on the stack. */
  tee(local: Local): void {
    this.#code.byte(0x22);
    this.#code.unsigned(local.index);
  }

  i32(value: number): void {
    this.#code.byte(0x41);
    this.#code.signed(value);
  }

  i64(value: bigint): void {
    this.#code.byte(0x42);
    this.#code.signed64(value);
  }

  f32(value: number): void {
    this.#code.byte(0x43);
    this.#code.float32(value);
  }

  f64(value: number): void {
    this.#code.byte(0x44);
    this.#code.float64(value);
  }

  /** A vector constant with four float lanes; one value fills all lanes. */
  f32x4(a: number, b = a, c = a, d = a): void {
    this.#vector(new Float32Array([a, b, c, d]));
  }

  /** A vector constant with four integer lanes; one value fills all lanes. */
  i32x4(a: number, b = a, c = a, d = a): void {
    this.#vector(new Int32Array([a, b, c, d]));
  }

  /** A vector constant with two double lanes; one value fills both. */
  f64x2(a: number, b = a): void {
    this.#vector(new Float64Array([a, b]));
  }

  /** An instruction without immediates. */
  op(operator: PlainOperator): void {
    this.#opcode(plainOperators[operator]);
  }

  /** Reads from (or writes to) the address on the stack plus `offset`. */
  memory(operator: MemoryOperator, offset = 0): void {
    this.#opcode(memoryOperators[operator]);
    this.#code.byte(0);
    this.#code.unsigned(offset);
  }

  /** Extracts or replaces one lane. */
  lane(operator: LaneOperator, lane: number): void {
    this.#opcode(laneOperators[operator]);
    this.#code.byte(lane);
  }

  /** Reads or writes one lane at the address on the stack plus `offset`. */
  laneMemory(operator: LaneMemoryOperator, lane: number, offset = 0): void {
    this.#opcode(laneMemoryOperators[operator]);
    this.#code.byte(0);
    this.#code.unsigned(offset);
    this.#code.byte(lane);
  }

  /** Picks four 32-bit lanes out of the two vectors on the stack: 0 to 3 of the first, 4 to 7 of the second. */
  shuffle(a: number, b: number, c: number, d: number): void {
    this.#prefixed(0xfd0d);
    for (const lane of [a, b, c, d]) {
      for (let byte = 0; byte < 4; byte++) this.#code.byte(lane * 4 + byte);
    }
  }

  /** Picks sixteen bytes out of the two vectors on the stack: 0 to 15 of the first, 16 to 31 of the second. */
  shuffleBytes(lanes: readonly number[]): void {
    this.#prefixed(0xfd0d);
    for (const lane of lanes) this.#code.byte(lane);
  }

  /**
   * Takes two vectors of floats off the stack and adds their product to the one that `push` leaves there. With relaxed
   * SIMD that is one instruction, which rounds once where the processor can; else two, and both round.
   */
  multiplyAdd(push: () => void): void {
    if (!this.relaxedSimd) this.op("f32x4.mul");
    push();
    this.op(this.relaxedSimd ? "f32x4.relaxed_madd" : "f32x4.add");
  }

  /** Copies bytes: target, source and count are on the stack. */
  memoryCopy(): void {
    this.#prefixed(0xfc0a);
    this.#code.byte(0);
    this.#code.byte(0);
  }

  /** Fills bytes: target, value and count are on the stack. */
  memoryFill(): void {
    this.#prefixed(0xfc0b);
    this.#code.byte(0);
  }

  call(target: FunctionReference): void {
    this.#code.byte(0x10);
    this.#code.unsigned(target.index);
  }

  /** A block; branches to its label leave it. A result stays on the stack. */
  block(body: (end: Label) => void, result?: ValueType): void {
    this.#nest(0x02, body, result);
  }

  /** A loop; branches to its label start it again, and it ends by falling through. */
  loop(body: (head: Label) => void, result?: ValueType): void {
    this.#nest(0x03, body, result);
  }

  /** Takes an i32 off the stack and runs one of the two. */
  if(whenTrue: (end: Label) => void, whenFalse?: (end: Label) => void, result?: ValueType): void {
    const both = (end: Label): void => {
      whenTrue(end);
      if (!whenFalse) return;
      this.#code.byte(0x05);
      whenFalse(end);
    };
    this.#nest(0x04, both, result);
  }

  branch(label: Label): void {
    this.#code.byte(0x0c);
    this.#code.unsigned(this.#depth - label.depth);
  }

  /** Takes an i32 off the stack and branches if it is not 0. */
  branchIf(label: Label): void {
    this.#code.byte(0x0d);
    this.#code.unsigned(this.#depth - label.depth);
  }

  /**
   * Marks this place in the code, so that what turns out to be needed only later, such as a value that does not change
   * in the loop that follows, can be written here with `at`.
   */
  placeholder(): Segment {
    const segment = new Segment(this.#depth);
    this.#segment.parts.push(segment);
    this.#code = this.#segment.end();
    return segment;
  }

  /** Runs `write` so that its instructions go to the end of `segment`. */
  at(segment: Segment, write: () => void): void {
    const [previous, depth] = [this.#segment, this.#depth];
    this.#segment = segment;
    this.#depth = segment.depth;
    this.#code = segment.end();
    write();
    this.#segment = previous;
    this.#depth = depth;
    this.#code = previous.end();
  }

  /** The function's body in the binary format: its locals, its code, its end. */
  finish(): ByteWriter {
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    const body = new ByteWriter(1024);
    body.unsigned(runs.length);
    for (const { type, count } of runs) {
      body.unsigned(count);
      body.byte(valueTypeCodes[type]);
    }
    this.#root.appendTo(body);
    body.byte(0x0b);
    return body;
  }

  /** A constant, from a local that holds it: see `VectorConstants`. Zero is as good as an instruction. */
  #vector({ buffer }: Float32Array | Int32Array | Float64Array): void {
    const words = new Int32Array(buffer);
    if (words.every((word) => word === 0)) {
      this.#prefixed(0xfd0c);
      return words.forEach((word) => this.#code.int32(word));
    }
    const global = this.#constants.number(words);
    let local = this.#constantLocals.get(global);
    if (!local) {
      local = this.local("v128");
      this.#constantLocals.set(global, local);
      this.at(this.#beginning, () => {
        this.#code.byte(0x23);
        this.#code.unsigned(global);
        this.set(local!);
      });
    }
    this.get(local);
  }

  #nest(opcode: number, body: (label: Label) => void, result: ValueType | undefined): void {
    this.#code.byte(opcode);
    this.#code.byte(result ? valueTypeCodes[result] : 0x40);
    this.#depth++;
    body({ depth: this.#depth });
    this.#depth--;
    this.#code.byte(0x0b);
  }

  #opcode(opcode: number): void {
    if (opcode < 0x100) this.#code.byte(opcode);
    else this.#prefixed(opcode);
  }

  #prefixed(opcode: number): void {
    const bits = opcode > 0xffff ? 16 : 8;
    this.#code.byte(opcode >> bits);
    this.#code.unsigned(opcode & (2 ** bits - 1));
  }
}
