import { expressionKey, type Domain, type Expression, type Kernel } from "@nn/backend";
import { formatOf, type TextureSize } from "../layout.ts";
import { vectorOf } from "./library.ts";
import type { Lanes } from "./lanes.ts";
import { literal } from "./literal.ts";
import { LoadEmitter } from "./loads.ts";
import {
  binaryText,
  castText,
  compareText,
  unaryText,
  widened,
  type CallLibrary,
  type Placed,
  type Value,
} from "./operators.ts";
import type { Block, Names } from "./scope.ts";

/** What the parts of one shader share. */
export interface Shader {
  readonly kernel: Kernel;
  readonly lanes: Lanes;
  readonly names: Names;
  /** Sizes of the layers of those inputs whose texels go on from layer to layer. */
  readonly layered: ReadonlyMap<number, TextureSize>;
  /** Names of library functions in use. */
  readonly library: Set<string>;
  /** Numbers of inputs in use. */
  readonly inputs: Set<number>;
  /** Numbers of scalars in use. */
  readonly scalars: Set<number>;
  /** Results of the folds that have run. */
  readonly folded: Value[];
}

/**
 * Writes statements that compute expressions.
 *
 * Each distinct expression is computed once, in the outermost block where all that it needs is known: block 0 is the
 * function's body, the others are the loops of a fold from the outside in.
 */
export class Emitter {
  readonly shader: Shader;
  readonly domain: Domain;
  readonly #blocks: readonly Block[];
  /** The loop, counted from 1, that each fold index belongs to. */
  readonly #foldLevels: readonly number[];
  readonly #known: Map<string, Placed>;
  readonly #outer: Map<string, Placed>;
  readonly #loads: LoadEmitter;

  constructor(
    shader: Shader,
    domain: Domain,
    blocks: readonly Block[],
    foldLevels: readonly number[],
    outer = new Map<string, Placed>(),
  ) {
    this.shader = shader;
    this.domain = domain;
    this.#blocks = blocks;
    this.#foldLevels = foldLevels;
    this.#outer = outer;
    this.#known = foldLevels.length === 0 && blocks.length === 1 ? outer : new Map<string, Placed>();
    this.#loads = new LoadEmitter(this);
  }

  /** An emitter for the body of a fold within `loops`; what does not depend on them is put before them. */
  within(domain: Domain, loops: readonly Block[], foldLevels: readonly number[]): Emitter {
    return new Emitter(this.shader, domain, [this.#blocks[0]!, ...loops], foldLevels, this.#outer);
  }

  /** The value of `expression`, computed before the current end of the innermost block. */
  emit(expression: Expression): Placed {
    const key = expressionKey(expression);
    const known = this.#known.get(key) ?? this.#outer.get(key);
    if (known) return known;
    const value = this.#compute(expression);
    this.#remember(key, value);
    return value;
  }

  /** Stores a value in a variable at the level that its text needs. `key` finds it again. */
  define(key: string, type: string, dtype: Expression["dtype"], wide: boolean, level: number, text: string): Placed {
    const known = this.#known.get(key) ?? this.#outer.get(key);
    if (known) return known;
    const name = this.shader.names.fresh("v");
    this.#blocks[level]!.push(`${type} ${name} = ${text};`);
    const value: Placed = { text: name, dtype, wide, level };
    this.#remember(key, value);
    return value;
  }

  readonly call: CallLibrary = (name, operands) => {
    this.shader.library.add(name);
    const wide = operands.some((operand) => operand.wide);
    return `${name}(${operands.map((operand) => widened(operand, wide)).join(", ")})`;
  };

  #remember(key: string, value: Placed): void {
    (value.level === 0 ? this.#outer : this.#known).set(key, value);
  }

  #compute(expression: Expression): Placed {
    const { dtype } = expression;
    switch (expression.kind) {
      case "constant":
        return { text: literal(expression.value, dtype), dtype, wide: false, level: 0 };
      case "index":
        return this.#index(expression.axis);
      case "foldIndex": {
        const level = this.#foldLevels[expression.axis]!;
        return { text: `k${expression.axis}_${level}`, dtype, wide: false, level };
      }
      case "scalar":
        this.shader.scalars.add(expression.scalar);
        return { text: `s${expression.scalar}`, dtype, wide: false, level: 0 };
      case "folded":
        return { ...this.shader.folded[expression.fold]!, level: 0 };
      case "load":
        return this.#loads.emit(expression);
      case "unary": {
        const x = this.emit(expression.operand);
        return this.#variable(dtype, [x], unaryText(expression.operator, x, this.call));
      }
      case "binary":
        return this.#binary(expression);
      case "compare": {
        const [x, y] = [this.emit(expression.left), this.emit(expression.right)];
        return this.#variable(dtype, [x, y], compareText(expression.operator, x, y));
      }
      case "select": {
        const condition = this.emit(expression.condition);
        const [x, y] = [this.emit(expression.whenTrue), this.emit(expression.whenFalse)];
        return this.#variable(dtype, [condition, x, y], this.choose(condition, x, y));
      }
      case "cast": {
        const x = this.emit(expression.operand);
        return this.#variable(dtype, [x], castText(x, dtype, this.call));
      }
    }
  }

  /** The text that takes `x` where `condition` is not 0, and `y` elsewhere. */
  choose(condition: Value, x: Value, y: Value): string {
    return this.call(`choose_${formatOf(x.dtype)}`, [condition, x, y]);
  }

  #index(axis: number): Placed {
    const { lanes } = this.shader;
    if (lanes.axis === undefined) return { text: `i${axis}`, dtype: "int32", wide: true, level: 0 };
    if (axis === lanes.lane) return { text: "ivec4(0, 1, 2, 3)", dtype: "int32", wide: true, level: 0 };
    return { text: `i${axis}`, dtype: "int32", wide: false, level: 0 };
  }

  #binary(expression: Extract<Expression, { kind: "binary" }>): Placed {
    const [x, y] = [this.emit(expression.left), this.emit(expression.right)];
    const { operator, dtype, right } = expression;
    // Both operators round towards minus infinity, as shifts and masks do.
    if (dtype === "int32" && right.kind === "constant" && right.value > 0 && Number.isInteger(Math.log2(right.value))) {
      if (operator === "floorDivide") return this.#variable(dtype, [x, y], `(${x.text} >> ${Math.log2(right.value)})`);
      if (operator === "modulo") return this.#variable(dtype, [x, y], `(${x.text} & ${right.value - 1})`);
    }
    return this.#variable(dtype, [x, y], binaryText(operator, x, y, this.call));
  }

  #variable(dtype: Expression["dtype"], operands: readonly Placed[], text: string): Placed {
    const wide = operands.some((operand) => operand.wide);
    const level = Math.max(0, ...operands.map((operand) => operand.level));
    const format = formatOf(dtype);
    const name = this.shader.names.fresh("v");
    this.#blocks[level]!.push(`${wide ? vectorOf[format] : format} ${name} = ${text};`);
    return { text: name, dtype, wide, level };
  }
}
