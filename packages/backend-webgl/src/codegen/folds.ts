import {
  add,
  constant,
  foldIndex,
  isFloat,
  multiply,
  rewrite,
  simplify,
  visitExpressions,
  type Domain,
  type Expression,
  type Fold,
} from "@nn/backend";
import { formatOf, sizeOf, type Format } from "../layout.ts";
import { withoutIdleBounds } from "./clampWindow.ts";
import type { Emitter, Shader } from "./emitter.ts";
import { vectorOf } from "./library.ts";
import { literal } from "./literal.ts";
import { neutral } from "./neutral.ts";
import { binaryText, widened, type Value } from "./operators.ts";
import { Block, indented } from "./scope.ts";

/** Sums over longer axes are made of blocks of this many, so that rounding errors do not pile up. */
const blockLength = 64;
/** Windows up to this size are written out. */
const largestWindow = 9;
/** As long as what is written does not have more nodes than this. */
const largestText = 400;

/** Writes the loops of a fold, and gives its result. */
export function emitFold(fold: Fold, emitter: Emitter, top: Block): Value {
  const { shader } = emitter;
  if (sizeOf(fold.extents) === 0)
    return { text: literal(overNothing(fold), fold.dtype), dtype: fold.dtype, wide: false };
  const loops = fold.extents.map(() => new Block());
  const steps = stepsOf(fold);
  const domain = bodyDomain(shader, fold, steps);
  const levels = levelsOf(fold, steps);
  const body = emitter.within(domain, loops, levels);
  const innermost = loops.at(-1) ?? new Block();
  const copies = positionsOf(steps).map((position) => {
    const expression = simplify(positioned(shader.lanes.rewritten(fold.body), steps, position), domain);
    const value = body.emit(withoutIdleBounds(expression, domain));
    return { value, position: simplify(flatPosition(fold, steps, position), domain) };
  });
  const wide = copies.some(({ value }) => value.wide);
  const state = new FoldState(fold, emitter, wide);
  for (const { value, position } of copies) {
    innermost.push(...state.include(value, () => body.emit(position)));
  }
  const assembled = loops.length === 0 ? innermost.lines : assemble(fold, steps, loops, state);
  top.push(...state.declarations(), ...assembled, ...state.finish());
  return state.result();
}

/** How many positions of each axis one turn of its loop does. A loop of one turn is left out. */
function stepsOf(fold: Fold): number[] {
  const steps = fold.extents.map(() => 1);
  const nodes = countNodes(fold.body);
  let written = 1;
  for (let axis = fold.extents.length - 1; axis >= 0; axis--) {
    const copies = written * fold.extents[axis]!;
    if (copies > largestWindow || (copies > 1 && copies * nodes > largestText)) break;
    steps[axis] = fold.extents[axis]!;
    written = copies;
  }
  const last = fold.extents.length - 1;
  if (last >= 0 && written === 1 && fold.extents[last]! % 4 === 0 && 4 * nodes <= largestText) steps[last] = 4;
  return steps;
}

function countNodes(root: Expression): number {
  let count = 0;
  visitExpressions([root], () => count++);
  return count;
}

/** The loops count turns, not positions. */
function bodyDomain(shader: Shader, fold: Fold, steps: readonly number[]): Domain {
  const foldRanges = fold.extents.map((extent, axis) => ({ minimum: 0, maximum: extent / steps[axis]! - 1 }));
  return { ...shader.lanes.domain, foldIndex: foldRanges };
}

function levelsOf(fold: Fold, steps: readonly number[]): number[] {
  return fold.extents.map((extent, axis) => (steps[axis] === extent ? 0 : axis + 1));
}

/** All positions within one turn of the loops, in row-major order. */
function positionsOf(steps: readonly number[]): number[][] {
  return steps.reduce<number[][]>(
    (positions, step) => positions.flatMap((position) => Array.from({ length: step }, (_, at) => [...position, at])),
    [[]],
  );
}

/** `root` with each fold index as a number of turns and the position within one. */
function positioned(root: Expression, steps: readonly number[], position: readonly number[]): Expression {
  const variables = steps.map((step, axis) => add(multiply(foldIndex(axis), step), position[axis]!));
  return rewrite(root, (node) => (node.kind === "foldIndex" ? variables[node.axis] : undefined));
}

function flatPosition(fold: Fold, steps: readonly number[], position: readonly number[]): Expression {
  const flat = fold.extents.reduce<Expression>(
    (sum, extent, axis) => add(multiply(sum, extent), foldIndex(axis)),
    constant(0, "int32"),
  );
  return positioned(flat, steps, position);
}

/** Nests the loops into one another. */
function assemble(fold: Fold, steps: readonly number[], loops: readonly Block[], state: FoldState): string[] {
  let inner: string[] = [];
  for (let axis = fold.extents.length - 1; axis >= 0; axis--) {
    const turns = fold.extents[axis]! / steps[axis]!;
    const lines = [...loops[axis]!.lines, ...inner];
    if (turns === 1) {
      inner = lines;
      continue;
    }
    const name = `k${axis}_${axis + 1}`;
    const isBlocked = state.isRounded && turns * steps[axis]! > 2 * blockLength;
    inner = isBlocked
      ? blockedLoop(name, turns, blockLength / steps[axis]!, lines, state)
      : loop(name, turns, lines, state);
  }
  return inner;
}

function loop(name: string, turns: number, lines: readonly string[], state: FoldState): string[] {
  return state.partial([`for (int ${name} = 0; ${name} < ${turns}; ${name}++) {`, ...indented(lines), "}"]);
}

function blockedLoop(
  name: string,
  turns: number,
  length: number,
  lines: readonly string[],
  state: FoldState,
): string[] {
  const block = state.partial([
    `for (int ${name} = from_${name}; ${name} < min(from_${name} + ${length}, ${turns}); ${name}++) {`,
    ...indented(lines),
    "}",
  ]);
  const head = `for (int from_${name} = 0; from_${name} < ${turns}; from_${name} += ${length}) {`;
  return state.partial([head, ...indented(block), "}"]);
}

/** The accumulators of one fold. */
class FoldState {
  /** Whether the order of additions matters, so that each loop has a total of its own. */
  readonly isRounded: boolean;
  readonly #fold: Fold;
  readonly #emitter: Emitter;
  readonly #wide: boolean;
  readonly #total: string;
  readonly #best: string;
  readonly #format: Format;

  constructor(fold: Fold, emitter: Emitter, wide: boolean) {
    this.#fold = fold;
    this.#emitter = emitter;
    this.#wide = wide;
    this.#format = formatOf(fold.body.dtype);
    this.#total = emitter.shader.names.fresh("r");
    this.#best = `${this.#total}_best`;
    this.isRounded = (fold.operator === "sum" || fold.operator === "dot") && isFloat(fold.dtype);
  }

  declarations(): string[] {
    const { operator, dtype, body } = this.#fold;
    const start = this.#filled(literal(neutral(this.#fold), body.dtype), this.#format);
    if (operator !== "argmax" && operator !== "argmin") {
      const bits = this.#keepsBits ? [`${this.#type("int")} ${this.#bits} = ${this.#filled("0", "int")};`] : [];
      return [`${this.#type(this.#format)} ${this.#total} = ${start};`, ...bits];
    }
    return [
      `${this.#type(formatOf(dtype))} ${this.#total} = ${this.#filled("0", "int")};`,
      `${this.#type(this.#format)} ${this.#best} = ${start};`,
    ];
  }

  /** Statements that take one more value in. */
  include(value: Value, position: () => Value): string[] {
    const { operator, dtype, body } = this.#fold;
    const total: Value = { text: this.#total, dtype: body.dtype, wide: this.#wide };
    const text = widened(value, this.#wide);
    switch (operator) {
      case "sum":
      case "dot":
        return [`${this.#total} += ${text};`];
      case "product":
        return [`${this.#total} *= ${text};`];
      case "max":
      case "min": {
        if (this.#keepsBits) {
          const built = operator === "max" ? "max" : "min";
          const bits = `${this.#bits} = max(${this.#bits}, floatBitsToInt(${text}) & 0x7fffffff);`;
          return [`${this.#total} = ${built}(${this.#total}, ${text});`, bits];
        }
        const better = binaryText(operator === "max" ? "maximum" : "minimum", total, value, this.#emitter.call);
        return [`${this.#total} = ${better};`];
      }
      case "argmax":
      case "argmin": {
        const best: Value = { ...total, text: this.#best };
        const isBetter = this.#emitter.shader.names.fresh("b");
        const compared = `${operator === "argmax" ? "above" : "below"}_${this.#format}`;
        const condition: Value = { text: isBetter, dtype: "bool", wide: this.#wide };
        const at: Value = { text: this.#total, dtype, wide: this.#wide };
        return [
          `${this.#type("int")} ${isBetter} = ${this.#emitter.call(compared, [{ ...value, text, wide: this.#wide }, best])};`,
          `${this.#total} = ${this.#emitter.choose(condition, position(), at)};`,
          `${this.#best} = ${this.#emitter.choose(condition, value, best)};`,
        ];
      }
    }
  }

  /** Lines that add to the total, so that they add to a fresh one first. */
  partial(lines: readonly string[]): string[] {
    if (!this.isRounded) return [...lines];
    const outer = this.#emitter.shader.names.fresh("p");
    const type = this.#type(this.#format);
    return [
      `${type} ${outer} = ${this.#total};`,
      `${this.#total} = ${this.#filled("0.0", this.#format)};`,
      ...lines,
      `${this.#total} += ${outer};`,
    ];
  }

  /** Statements behind all loops. */
  finish(): string[] {
    if (!this.#keepsBits) return [];
    const [total, bits] = [this.result(), { text: this.#bits, dtype: "int32", wide: this.#wide } as const];
    return [`${this.#total} = ${this.#emitter.call("orNaN", [total, bits])};`];
  }

  result(): Value {
    return { text: this.#total, dtype: this.#fold.dtype, wide: this.#wide };
  }

  /** Whether NaN is told from the values' highest bits at the end: `max` and `min` may lose it. */
  get #keepsBits(): boolean {
    return this.#format === "float" && (this.#fold.operator === "max" || this.#fold.operator === "min");
  }

  get #bits(): string {
    return `${this.#total}_bits`;
  }

  #type(format: Format): string {
    return this.#wide ? vectorOf[format] : format;
  }

  #filled(text: string, format: Format): string {
    return this.#wide ? `${vectorOf[format]}(${text})` : text;
  }
}

/** The result of a fold over nothing. */
function overNothing(fold: Fold): number {
  return fold.operator === "argmax" || fold.operator === "argmin" ? 0 : neutral(fold);
}
