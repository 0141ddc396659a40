import type { GeneratedShader } from "../codegen/generate.ts";
import { lastColumn, offsetText, placeText, type AddressTerm } from "../codegen/addresses.ts";
import { indented } from "../codegen/scope.ts";
import { textureSize } from "../layout.ts";
import type { Operand } from "./operand.ts";
import type { Strategy } from "./strategy.ts";

/** The result of a contraction by blocks: as many layers as a block is wide, which differ in the position within it. */
export interface BlockLayout {
  /** For each loop: how many elements of a layer one turn is, or one group of the slabs; 0 for those that are summed. */
  readonly strides: readonly number[];
  /** Elements of a layer. */
  readonly length: number;
}

/** Longer sums are put together from sums of at most this many, so that rounding errors do not pile up. */
const longestRun = 128;
const shortestRun = 16;

/** How the result lies: parts, then the other loops, then the lanes. */
export function blockLayout(strategy: Strategy): BlockLayout {
  const { sizes } = strategy;
  const strides = sizes.map(() => 0);
  let stride = 1;
  for (const loop of [strategy.lanes, ...[...outerLoops(strategy)].reverse()]) {
    strides[loop] = stride;
    stride *= loop === strategy.lanes ? 4 * Math.ceil(sizes[loop]! / 4) : turnsOf(strategy, loop);
  }
  return { strides, length: stride };
}

/** The loops that fragments enumerate besides the lanes, the outermost first. */
function outerLoops({ contraction, lanes, parts }: Strategy): number[] {
  const count = contraction.outer.length;
  const own = contraction.outer.flatMap((_, at) => (at === lanes ? [] : [at]));
  return [...Array.from({ length: parts }, (_, at) => count + at), ...own];
}

function turnsOf({ sizes, slabs, width }: Strategy, loop: number): number {
  return loop === slabs ? Math.ceil(sizes[loop]! / width) : sizes[loop]!;
}

/**
 * The shader that computes one texel of each layer.
 *
 * @param inputs the numbers of the textures of both operands, and how many elements they are for
 */
export function blockShader(
  strategy: Strategy,
  inputs: readonly [lane: SourceTexture, slab: SourceTexture],
): GeneratedShader {
  const numbers = [...new Set(inputs.map(({ number }) => number))];
  const { width } = strategy;
  const slabs = Array.from({ length: width }, (_, at) => at);
  const lines = [
    ...indexLines(strategy),
    ...slabs.map((at) => `vec4 r${at} = vec4(0.0);`),
    ...sumLines(strategy, inputs),
    ...slabs.map((at) => `y${at} = r${at};`),
  ];
  const source = [
    "#version 300 es",
    "precision highp float;",
    "precision highp int;",
    ...slabs.map((at) => `layout(location = ${at}) out vec4 y${at};`),
    ...numbers.map((number) => sourceText(inputs.find((input) => input.number === number)!)),
    "void main() {",
    ...indented(lines),
    "}",
    "",
  ].join("\n");
  return { source, inputs: numbers, scalars: [] };
}

/** A texture that an operand lies in. */
export interface SourceTexture {
  readonly number: number;
  readonly length: number;
}

function sourceText({ number, length }: SourceTexture): string {
  return `uniform highp sampler2D x${number};\n${placeText(number, textureSize(length))}`;
}

/** Statements that find what the fragment computes, and where its operands begin. */
function indexLines(strategy: Strategy): string[] {
  const { laneOperand, slabOperand, lanes, slabs, sizes, width } = strategy;
  const size = textureSize(blockLayout(strategy).length);
  const starts = [[`${laneOperand.base}`], [`${slabOperand.base}`]];
  const lines = [`int rest = int(gl_FragCoord.y) * ${size.width} + int(gl_FragCoord.x);`];
  const loops = [lanes, ...outerLoops(strategy).reverse()].filter((loop) => sizes[loop]! > 1);
  loops.forEach((loop, position) => {
    const turns = loop === lanes ? Math.ceil(sizes[loop]! / 4) : turnsOf(strategy, loop);
    const isLast = position === loops.length - 1;
    const shift = Math.log2(turns);
    const isPower = Number.isInteger(shift);
    if (turns === 1) return;
    const remainder = isLast ? "" : isPower ? ` & ${turns - 1}` : ` % ${turns}`;
    lines.push(`int i${loop} = rest${remainder};`);
    if (!isLast) lines.push(`rest = rest ${isPower ? `>> ${shift}` : `/ ${turns}`};`);
    const laneStep = loop === lanes ? laneStepOf(laneOperand) : laneOperand.strides[loop]!;
    const slabStep = loop === slabs ? slabStepOf(slabOperand, width) : slabOperand.strides[loop]!;
    if (laneStep !== 0) starts[0]!.push(product(`i${loop}`, laneStep));
    if (slabStep !== 0) starts[1]!.push(product(`i${loop}`, slabStep));
  });
  lines.push(`int a = ${starts[0]!.join(" + ")};`, `int b = ${starts[1]!.join(" + ")};`);
  return lines;
}

/** Texels from four lanes to the next four. */
function laneStepOf({ along, step }: Operand): number {
  return along === "depth" ? 4 * step : 1;
}

/** Texels from one block of slabs to the next. */
function slabStepOf({ along, step, source }: Operand, width: number): number {
  if (along === "depth") return width * step;
  return typeof source === "number" ? width / 4 : step;
}

function product(name: string, factor: number): string {
  return factor === 1 ? name : `${name} * ${factor}`;
}

/** The loops over the products. */
function sumLines(strategy: Strategy, inputs: readonly [SourceTexture, SourceTexture]): string[] {
  const { contraction, parts, sizes, innermost, unroll, laneOperand, slabOperand, width } = strategy;
  const inner = contraction.inner.flatMap((_, at) => {
    const loop = contraction.outer.length + at;
    return at >= parts && loop <= innermost && sizes[loop]! > 1 ? [loop] : [];
  });
  let lines = stepLines(strategy, inputs);
  let run = 1;
  let isFlushed = false;
  let needsTotals = false;
  const slabs = Array.from({ length: width }, (_, at) => at);
  const flush = slabs.map((at) => `t${at} += r${at}; r${at} = vec4(0.0);`);
  for (const loop of [...inner].reverse()) {
    const size = sizes[loop]!;
    const step = loop === innermost ? unroll : 1;
    const [name, a, b] = [`k${loop}`, `a${loop}`, `b${loop}`];
    const outer = inner[inner.indexOf(loop) - 1];
    const laneStep = strideOf(laneOperand, loop, step, innermost);
    const slabStep = strideOf(slabOperand, loop, step, innermost);
    const [fromA, fromB] = outer === undefined ? ["a", "b"] : [`a${outer}`, `b${outer}`];
    const place = (base: string, stride: number, turn: string): string =>
      stride === 0 ? base : `${base} + ${product(turn, stride)}`;
    const turns = size / step;
    const total = run * size;
    const head = [`int ${a} = ${place(fromA, laneStep, name)};`, `int ${b} = ${place(fromB, slabStep, name)};`];
    const body = [...head, ...lines];
    if (!isFlushed && total > longestRun) {
      isFlushed = true;
      needsTotals = true;
      if (run >= shortestRun) {
        lines = loopLines(name, "0", String(turns), [...body, ...flush]);
      } else {
        const length = Math.max(1, Math.floor(longestRun / run / step));
        const end = turns % length === 0 ? `from_${name} + ${length}` : `min(from_${name} + ${length}, ${turns})`;
        const block = loopLines(name, `from_${name}`, end, body);
        lines = [
          `for (int from_${name} = 0; from_${name} < ${turns}; from_${name} += ${length}) {`,
          ...indented([...block, ...flush]),
          "}",
        ];
      }
    } else if (turns === 1) lines = ["{", ...indented([`int ${name} = 0;`, ...body]), "}"];
    else lines = loopLines(name, "0", String(turns), body);
    run = total;
  }
  if (!needsTotals) return lines;
  return [...slabs.map((at) => `vec4 t${at} = vec4(0.0);`), ...lines, ...slabs.map((at) => `r${at} = t${at};`)];
}

function loopLines(name: string, from: string, end: string, body: readonly string[]): string[] {
  return [`for (int ${name} = ${from}; ${name} < ${end}; ${name}++) {`, ...indented(body), "}"];
}

/** Texels of an operand that one turn of a loop is. */
function strideOf(operand: Operand, loop: number, step: number, innermost: number): number {
  if (loop !== innermost) return operand.strides[loop]!;
  if (operand.spots) return operand.spots(step).texel - operand.spots(0).texel;
  return operand.along === "depth" ? step / 4 : operand.strides[loop]! * step;
}

/** The products of one turn of the innermost loop. */
function stepLines(strategy: Strategy, [lane, slab]: readonly [SourceTexture, SourceTexture]): string[] {
  const { laneOperand, slabOperand, width, unroll, innermost } = strategy;
  const lines: string[] = [];
  const laneReader = new Reader(lane, laneOperand.base, laneTerms(strategy), `a${innermost}`, "u", lines);
  const slabReader = new Reader(slab, slabOperand.base, slabTerms(strategy), `b${innermost}`, "w", lines);
  const lanesAt = (position: number): string => {
    if (laneOperand.spots) {
      const { texel, component } = laneOperand.spots(position);
      const first = laneReader.texel(texel);
      return component === 0 ? first : joined(first, laneReader.texel(texel + 1), component);
    }
    if (laneOperand.along === "block") return laneReader.texel(position * laneOperand.strides[innermost]!);
    const rows = [0, 1, 2, 3].map((row) => laneReader.texel(row * laneOperand.step));
    return `vec4(${rows.map((row) => `${row}.${letters[position]!}`).join(", ")})`;
  };
  const slabAt = (number: number, position: number): string => {
    if (slabOperand.along === "depth") return `${slabReader.texel(number * slabOperand.step)}.${letters[position]!}`;
    const texel = position * slabOperand.strides[innermost]! + Math.floor(number / 4);
    return `${slabReader.texel(texel)}.${letters[number % 4]!}`;
  };
  const slabs = Array.from({ length: width }, (_, at) => at);
  const positions = Array.from({ length: unroll }, (_, at) => at);
  const load = (position: number): number => lines.push(`vec4 z${position} = ${lanesAt(position)};`);
  const include = (number: number, position: number): void => {
    const coefficient = slabAt(number, position);
    lines.push(`r${number} += ${coefficient} * z${position};`);
  };
  if (slabOperand.along === "depth") {
    // One texel serves all positions: it is fetched, used and forgotten.
    positions.forEach(load);
    slabs.forEach((number) => positions.forEach((position) => include(number, position)));
  } else {
    positions.forEach((position) => {
      load(position);
      slabs.forEach((number) => include(number, position));
    });
  }
  return lines;
}

/** Writes what fetches an operand's texels, each once. Texels that are sure to be in one row share the computation of a place. */
class Reader {
  readonly #source: SourceTexture;
  readonly #base: number;
  readonly #terms: readonly AddressTerm[];
  readonly #address: string;
  readonly #prefix: string;
  readonly #lines: string[];
  readonly #known = new Map<number, string>();
  readonly #places: number[] = [];

  /** A reader of texels at `address`, which is `base` plus a sum of `terms`. It writes to `lines`. */
  constructor(
    source: SourceTexture,
    base: number,
    terms: readonly AddressTerm[],
    address: string,
    prefix: string,
    lines: string[],
  ) {
    this.#source = source;
    this.#base = base;
    this.#terms = terms;
    this.#address = address;
    this.#prefix = prefix;
    this.#lines = lines;
  }

  /** The variable that holds the texel `distance` on. */
  texel(distance: number): string {
    const known = this.#known.get(distance);
    if (known !== undefined) return known;
    const name = `${this.#prefix}${this.#known.size}`;
    this.#known.set(distance, name);
    this.#lines.push(`vec4 ${name} = texture(x${this.#source.number}, ${this.#place(distance)});`);
    return name;
  }

  #place(distance: number): string {
    const size = textureSize(this.#source.length);
    for (const [number, from] of this.#places.entries()) {
      const rows = Math.floor((distance - from) / size.width);
      const columns = distance - from - rows * size.width;
      if (lastColumn(this.#base + from, this.#terms, size.width) + columns >= size.width) continue;
      const name = `p${this.#prefix}${number}`;
      return columns === 0 && rows === 0 ? name : `${name} + ${offsetText(size, columns, rows)}`;
    }
    const name = `p${this.#prefix}${this.#places.push(distance) - 1}`;
    const address = distance === 0 ? this.#address : `${this.#address} + ${distance}`;
    this.#lines.push(`vec2 ${name} = place${this.#source.number}(${address});`);
    return name;
  }
}

/** What is added up to where a turn's texels begin, for the lanes' operand. */
function laneTerms(strategy: Strategy): AddressTerm[] {
  const { laneOperand, lanes, sizes, innermost, unroll } = strategy;
  return sizes.map((size, loop) => {
    if (loop === lanes) return { stride: laneStepOf(laneOperand), last: Math.ceil(size / 4) - 1 };
    const step = loop === innermost ? unroll : 1;
    return { stride: strideOf(laneOperand, loop, step, innermost), last: size / step - 1 };
  });
}

/** The same for the slabs' operand. */
function slabTerms(strategy: Strategy): AddressTerm[] {
  const { slabOperand, slabs, sizes, innermost, unroll, width } = strategy;
  return sizes.map((size, loop) => {
    if (loop === slabs) return { stride: slabStepOf(slabOperand, width), last: Math.ceil(size / width) - 1 };
    const step = loop === innermost ? unroll : 1;
    return { stride: strideOf(slabOperand, loop, step, innermost), last: size / step - 1 };
  });
}

const letters = "xyzw";

/** The last components of one texel and the first ones of the next. */
function joined(first: string, second: string, component: number): string {
  return `vec4(${first}.${letters.slice(component)}, ${second}.${letters.slice(0, component)})`;
}
