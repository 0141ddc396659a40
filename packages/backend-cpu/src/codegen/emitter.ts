import { children, expressionKey, type DType, type Expression } from "@nn/backend";
import type { FunctionBuilder, FunctionReference, Local, ValueType } from "../assembler/index.ts";
import { emitScalar } from "./emitScalar.ts";
import { emitVector } from "./emitVector.ts";
import { maximumAxes, variableBit, type Frame, type Lanes } from "./frame.ts";
import type { Sources } from "./sources.ts";

/** What the code of one kernel refers to. */
export interface Environment {
  readonly sources: Sources;
  /** The address of each input, and then of each output, as the program's parameter. */
  readonly buffers: readonly Local<"i32">[];
  readonly inputCount: number;
  readonly scalars: readonly Local[];
  /** Functions that the code may call, by name: the host's, and those beside it in the module. */
  readonly functions: ReadonlyMap<string, FunctionReference>;
}

/** Sets of loop variables and of folds that an expression needs, as bits. */
interface Needs {
  readonly loops: number;
  readonly folded: number;
}

/**
 * Turns expressions into instructions. Each value is computed once, in the outermost frame that can; where the code
 * stands at that moment does not matter, because a frame keeps a place for it open.
 *
 * A value is a vector of four lanes if it differs along the variable of `lanes`; else it is a scalar.
 */
export class Emitter {
  readonly builder: FunctionBuilder;
  readonly environment: Environment;
  readonly #emitFold: (emitter: Emitter, fold: number) => void;
  readonly #needs = new Map<Expression, Needs>();
  frame: Frame;

  /** @param emitFold computes a fold, and those that share its loops, in the frame where it belongs */
  constructor(
    builder: FunctionBuilder,
    environment: Environment,
    frame: Frame,
    emitFold: (emitter: Emitter, fold: number) => void,
  ) {
    this.builder = builder;
    this.environment = environment;
    this.frame = frame;
    this.#emitFold = emitFold;
  }

  get lanes(): Lanes | undefined {
    return this.frame.scope.lanes;
  }

  /** Runs `write` with its instructions at the end of `frame`. */
  at(frame: Frame, write: () => void): void {
    if (frame === this.frame) return write();
    const previous = this.frame;
    this.frame = frame;
    this.builder.at(frame.point, write);
    this.frame = previous;
  }

  /** Leaves the value on the stack, as a vector if `vector`, else as a scalar. */
  push(expression: Expression, vector: boolean): void {
    if (expression.kind === "constant") return pushConstant(this.builder, expression.dtype, expression.value, vector);
    const frame = this.place(expression);
    const differs = this.isVector(expression);
    const key = expressionKey(expression);
    if (vector && !differs) {
      return this.once(frame, `splat ${key}`, "v128", () => {
        this.push(expression, false);
        splat(this.builder, expression.dtype);
      });
    }
    if (!vector && differs) throw new Error(`Emitter: a value that differs by lane was asked for as a scalar`);
    this.once(frame, key, differs ? "v128" : scalarType(expression.dtype), () => {
      if (differs) emitVector(this, expression);
      else emitScalar(this, expression);
    });
  }

  /** Leaves on the stack what `compute` leaves there, computing it in `frame` the first time only. */
  once(frame: Frame, key: string, type: ValueType, compute: () => void): void {
    const known = frame.value(key);
    if (known) return this.builder.get(known);
    if (frame === this.frame) {
      compute();
      const local = this.builder.local(type);
      this.builder.tee(local);
      frame.remember(key, local);
      return;
    }
    this.at(frame, () => {
      compute();
      const local = this.builder.local(type);
      this.builder.set(local);
      frame.remember(key, local);
    });
    this.builder.get(frame.value(key)!);
  }

  /** The outermost frame in which the expression can be computed. Computes the folds that it needs. */
  place(expression: Expression): Frame {
    const { loops, folded } = this.needs(expression);
    this.#require(folded);
    return this.frameOf(loops, folded);
  }

  /** The outermost frame that knows these loop variables and folds. */
  frameOf(loops: number, folded: number): Frame {
    let frame = this.frame;
    while (frame.parent && (frame.loops & loops) === 0 && (frame.folded & folded) === 0) frame = frame.parent;
    return frame;
  }

  /** Whether the expression differs from lane to lane. */
  isVector(expression: Expression): boolean {
    if (!this.lanes) return false;
    const { loops, folded } = this.needs(expression);
    if ((loops & this.lanes.bit) !== 0) return true;
    this.#require(folded);
    for (let frame: Frame | undefined = this.frame; frame; frame = frame.parent) {
      if ((frame.foldedVectors & folded) !== 0) return true;
    }
    return false;
  }

  needs(expression: Expression): Needs {
    const known = this.#needs.get(expression);
    if (known) return known;
    let loops = variableBit(expression);
    let folded = expression.kind === "folded" ? 1 << expression.fold : 0;
    for (const child of children(expression)) {
      const needs = this.needs(child);
      loops |= needs.loops;
      folded |= needs.folded;
    }
    const needs = { loops, folded };
    this.#needs.set(expression, needs);
    return needs;
  }

  /**
   * Writes a loop, or anything else with an inside, into the current frame. Values of this frame that turn out to be
   * needed inside are computed in front of it.
   */
  nest(write: () => void): void {
    const { frame } = this;
    const outside = frame.point;
    frame.point = this.builder.placeholder();
    write();
    frame.point = outside;
  }

  /** Runs `write` in a new frame at the current place of the code. */
  within(frame: Frame, write: () => void): void {
    const previous = this.frame;
    this.frame = frame;
    this.builder.at(frame.point, write);
    this.frame = previous;
  }

  #require(folded: number): void {
    let missing = folded;
    for (let frame: Frame | undefined = this.frame; frame && missing; frame = frame.parent) missing &= ~frame.folded;
    for (let fold = 0; missing !== 0; fold++, missing >>>= 1) {
      if (missing & 1) this.#emitFold(this, fold);
    }
  }
}

/** The loop variables of a set that belong to the kernel's shape. */
export function indexBits(loops: number): number {
  return loops & ((1 << maximumAxes) - 1);
}

/** How a scalar of each element type is held. */
export function scalarType(dtype: DType): "f32" | "i32" {
  return dtype === "float32" ? "f32" : "i32";
}

/** Turns the scalar on the stack into a vector. Booleans become masks of all bits. */
export function splat(builder: FunctionBuilder, dtype: DType): void {
  if (dtype === "float32") return builder.op("f32x4.splat");
  builder.op("i32x4.splat");
  if (dtype === "bool") builder.op("i32x4.neg");
}

/** Leaves a constant on the stack. */
export function pushConstant(builder: FunctionBuilder, dtype: DType, value: number, vector: boolean): void {
  if (dtype === "float32") {
    if (vector) builder.f32x4(value);
    else builder.f32(value);
  } else if (vector) builder.i32x4(dtype === "bool" ? -value : value);
  else builder.i32(value);
}
