import { expressionKey, type Domain, type Expression } from "@nn/backend";
import type { Local, Segment, ValueType } from "../assembler/index.ts";
import type { LoopFold } from "./loopKernel.ts";

/** The loop variable whose four neighbouring positions are computed at once. */
export interface Lanes {
  /** Its bit among the loop variables. */
  readonly bit: number;
  readonly variable: Expression;
  /** Its value in the first lane. */
  readonly position: Local<"i32">;
  /** Whether that value is always even. */
  readonly even: boolean;
  /** How many lanes lie within the loop; what the others hold does not matter. */
  readonly active: number;
  /** Whether lanes are neighbouring elements where positions of the variable would be two apart: see `windowColumns.ts`. */
  readonly neighbours?: boolean;
}

/** What is known where a frame's code stands. */
export interface Scope {
  readonly domain: Domain;
  readonly lanes: Lanes | undefined;
  /** The kernel's folds, simplified for this place. */
  readonly folds: readonly (LoopFold | undefined)[];
}

/**
 * One level of the loop nest: the function, or the body of a loop. Values are computed in the outermost frame that
 * knows the variables they need, and remembered there.
 */
export class Frame {
  readonly parent: Frame | undefined;
  readonly depth: number;
  readonly scope: Scope;
  /** Where its next value is computed. */
  point: Segment;
  /** Bits of the loop variables that begin here, and of the folds whose results do. */
  loops = 0;
  folded = 0;
  /** Those results that differ from lane to lane. */
  foldedVectors = 0;
  readonly #values = new Map<string, Local>();

  constructor(point: Segment, scope: Scope, parent?: Frame) {
    this.point = point;
    this.scope = scope;
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
  }

  value(key: string): Local | undefined {
    return this.#values.get(key);
  }

  remember(key: string, local: Local): void {
    this.#values.set(key, local);
  }

  /** Makes `local` the value of a loop variable from here on. */
  begin(variable: Expression, local: Local<"i32">): void {
    this.loops |= variableBit(variable);
    this.remember(expressionKey(variable), local);
  }

  /** Makes `local` the result of fold number `fold`. */
  define(fold: number, result: Expression, local: Local<ValueType>, vector: boolean): void {
    this.folded |= 1 << fold;
    if (vector) this.foldedVectors |= 1 << fold;
    this.remember(expressionKey(result), local);
  }
}

/** The most axes that a kernel's shape, and that a fold's extents, may have once neighbours have been joined. */
export const maximumAxes = 15;
/** The most folds of one kernel. */
export const maximumFolds = 31;

/** The bit of an `Index` or a `FoldIndex` in a set of loop variables. */
export function variableBit(variable: Expression): number {
  if (variable.kind === "index") return 1 << variable.axis;
  return variable.kind === "foldIndex" ? 1 << (maximumAxes + variable.axis) : 0;
}
