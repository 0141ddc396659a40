import {
  add,
  foldIndex,
  folded,
  index,
  less,
  load,
  multiply,
  rewrite,
  select,
  someExpression,
  type Capabilities,
  type Expression,
  type Fold,
  type Kernel,
  type KernelOutput,
  type TensorType,
} from "@nn/backend";
import { blockFold, type BlockedFold } from "./contraction/blockStages.ts";
import { hoist } from "./hoist.ts";
import { sizeOf, type TextureSize } from "./layout.ts";

/** One step of the computation of a kernel. */
export type Stage = KernelStage | BlockStage;

interface StageReads {
  /** Results of earlier stages, behind the kernel's inputs: all outputs of all earlier stages are numbered in order. */
  readonly reads: readonly number[];
}

/** A step that is a kernel itself. */
export interface KernelStage extends StageReads {
  /** Its inputs are those of the whole kernel, and behind them the results that it reads. */
  readonly kernel: Kernel;
  /** Those of its inputs that are texture arrays, with the size of a layer. */
  readonly layered: ReadonlyMap<number, TextureSize>;
}

/** The sums of products of a contraction. Its result is one texture array. */
export interface BlockStage extends StageReads {
  readonly blocks: BlockedFold;
}

/** Folds over fewer positions are computed at once. */
const shortFold = 512;
/** Kernels with more elements have enough to do for every core. */
const manyElements = 8192;

/**
 * Computes contractions by blocks, before anything else, and long folds of small kernels in two stages: a fragment
 * folds a part, and another one the parts.
 *
 * That keeps many cores busy, and rounding errors small. It depends on shapes and extents only, so that fusion does not
 * change the order of a sum.
 */
export function splitKernel(kernel: Kernel, capabilities: Capabilities): Stage[] {
  const stages: Stage[] = [];
  const results: number[] = [];
  const layered = new Map<number, TextureSize>();
  let count = 0;
  let rest = kernel;
  for (;;) {
    const next = nextBlocked(rest, kernel.inputs.length, capabilities);
    if (!next) break;
    const { number, blocks } = next;
    const packs = blocks.packs.map((pack) => {
      stages.push({ kernel: pack, reads: [], layered: new Map() });
      return count++;
    });
    stages.push({ blocks, reads: packs });
    layered.set(rest.inputs.length, blocks.layer);
    results.push(count++);
    rest = withBlocks(rest, number, blocks);
  }
  const last = splitFolds(rest, capabilities);
  const hoisted =
    last.length === 1 && rest.inputs.length < capabilities.maximumInputs && hoist(rest, kernel.inputs.length);
  if (hoisted) {
    stages.push({ kernel: hoisted.before, reads: results, layered });
    return [...stages, { kernel: hoisted.rest, reads: [...results, count], layered }];
  }
  const readers = last.map((stage): Stage => {
    return { ...stage, reads: [...results, ...stage.reads.map((at) => at + count)], layered };
  });
  return [...stages, ...readers];
}

/** The first fold that is computed by blocks. Its operands are the kernel's own inputs, `inputs` of them. */
function nextBlocked(
  kernel: Kernel,
  inputs: number,
  { maximumInputs, maximumOutputs }: Capabilities,
): { number: number; blocks: BlockedFold } | undefined {
  if (kernel.inputs.length + 2 > maximumInputs) return undefined;
  const own = { ...kernel, inputs: kernel.inputs.slice(0, inputs) };
  for (const [number, fold] of kernel.folds.entries()) {
    const needsOther = (node: Expression): boolean =>
      node.kind === "folded" || (node.kind === "load" && node.input >= inputs);
    if (someExpression(fold.body, needsOther)) continue;
    const blocks = blockFold(own, fold, maximumOutputs);
    if (blocks) return { number, blocks };
  }
  return undefined;
}

/** The kernel that loads a fold's sums from one more input. */
function withBlocks(kernel: Kernel, number: number, { type, parts, value }: BlockedFold): Kernel {
  const loaded = value(kernel.inputs.length);
  const inputs = [...kernel.inputs, type];
  if (parts.length > 0) {
    const replaced: Fold = { operator: "sum", extents: parts, dtype: type.dtype, body: loaded };
    return { ...kernel, inputs, folds: kernel.folds.map((fold, at) => (at === number ? replaced : fold)) };
  }
  const memo = new Map<Expression, Expression>();
  const adapted = (root: Expression): Expression =>
    rewrite(
      root,
      (node) => {
        if (node.kind !== "folded" || node.fold < number) return undefined;
        return node.fold === number ? loaded : folded(node.fold - 1, node.dtype);
      },
      memo,
    );
  return {
    ...kernel,
    inputs,
    folds: kernel.folds.filter((_, at) => at !== number).map((fold) => ({ ...fold, body: adapted(fold.body) })),
    outputs: kernel.outputs.map((output) => ({ ...output, value: adapted(output.value) })),
  };
}

function splitFolds(kernel: Kernel, { maximumInputs, maximumOutputs }: Capabilities): PlainStage[] {
  const hasRoom = kernel.inputs.length + kernel.folds.length <= maximumInputs;
  if (!hasRoom || !kernel.folds.some((fold) => isLong(kernel, fold))) return [{ kernel, reads: [] }];
  return new Splitter(kernel, maximumOutputs).split();
}

function isLong({ shape }: Kernel, { operator, extents }: Fold): boolean {
  if (operator === "argmax" || operator === "argmin") return false;
  return sizeOf(extents) >= shortFold && sizeOf(shape) <= manyElements;
}

type PlainStage = Omit<KernelStage, "layered">;

class Splitter {
  readonly #kernel: Kernel;
  readonly #maximumOutputs: number;
  readonly #stages: PlainStage[] = [];
  /** Types of the results of all stages so far. */
  readonly #results: TensorType[] = [];
  /** For each fold that has been done in part: which result has its parts. */
  readonly #parts = new Map<number, number>();
  /** For each fold that is done: which result has it. */
  readonly #done = new Map<number, number>();

  constructor(kernel: Kernel, maximumOutputs: number) {
    this.#kernel = kernel;
    this.#maximumOutputs = maximumOutputs;
  }

  split(): PlainStage[] {
    const { folds, outputs, shape } = this.#kernel;
    for (let first = 0; first < folds.length;) {
      const count = isLong(this.#kernel, folds[first]!) ? this.#groupFrom(first) : 0;
      if (count > 0) this.#addParts(first, count);
      first += Math.max(1, count);
    }
    this.#addStage(
      shape,
      folds.map((_, fold) => fold),
      outputs,
    );
    return this.#stages;
  }

  /** How many folds from `first` on have the same extents and do not need one another. */
  #groupFrom(first: number): number {
    const { folds } = this.#kernel;
    const extents = folds[first]!.extents.join();
    let count = 1;
    while (count < this.#maximumOutputs) {
      const next = folds[first + count];
      if (!next || next.extents.join() !== extents || !isLong(this.#kernel, next)) break;
      if (someExpression(next.body, (node) => node.kind === "folded" && node.fold >= first)) break;
      count++;
    }
    return count;
  }

  #addParts(first: number, count: number): void {
    const { shape, folds } = this.#kernel;
    const group = folds.slice(first, first + count);
    this.#finishNeeded(group);
    const { axis, length } = cutOf(group[0]!.extents);
    const extents = group[0]!.extents;
    const turns = Math.ceil(extents[axis]! / length);
    const partShape = [...shape, ...extents.slice(0, axis), turns];
    const variables = extents.map((_, at) =>
      at < axis
        ? index(shape.length + at)
        : at > axis
          ? foldIndex(at - axis)
          : add(multiply(index(shape.length + axis), length), foldIndex(0)),
    );
    const isRagged = turns * length !== extents[axis];
    const parts = group.map((fold): Fold => {
      const body = rewrite(fold.body, (node) => (node.kind === "foldIndex" ? variables[node.axis] : undefined));
      const rest = [length, ...extents.slice(axis + 1)];
      if (!isRagged) return { ...fold, extents: rest, body };
      const within = select(less(variables[axis]!, extents[axis]!), body, neutral(fold));
      return { ...fold, operator: fold.operator === "dot" ? "sum" : fold.operator, extents: rest, body: within };
    });
    group.forEach((_, at) => this.#parts.set(first + at, this.#results.length + at));
    const outputs = parts.map(({ dtype }, at): KernelOutput => ({ dtype, value: folded(at, dtype) }));
    this.#addStage(partShape, [], outputs, parts);
  }

  /** Folds that others depend on are put together before those are begun. */
  #finishNeeded(group: readonly Fold[]): void {
    const { folds, shape } = this.#kernel;
    folds.forEach(({ dtype }, fold) => {
      const isNeeded = group.some(({ body }) =>
        someExpression(body, (node) => node.kind === "folded" && node.fold === fold),
      );
      if (!isNeeded || this.#done.has(fold)) return;
      if (!this.#parts.has(fold)) this.#finishNeeded([folds[fold]!]);
      const number = this.#results.length;
      this.#addStage(shape, [fold], [{ dtype, value: folded(fold, dtype) }]);
      this.#done.set(fold, number);
    });
  }

  /** A kernel of which `folds` of the whole kernel are a part, or `ownFolds`. */
  #addStage(
    shape: readonly number[],
    folds: readonly number[],
    outputs: readonly KernelOutput[],
    ownFolds: readonly Fold[] = [],
  ): void {
    const { inputs, scalars } = this.#kernel;
    const reads: number[] = [];
    const ready = new Map<number, Expression>();
    const read = (result: number, coordinates: readonly Expression[]): Expression => {
      const known = reads.indexOf(result);
      const position = known < 0 ? reads.push(result) - 1 : known;
      return load(inputs.length + position, this.#results[result]!, coordinates);
    };
    const rank = this.#kernel.shape.length;
    const here = this.#kernel.shape.map((_, axis) => index(axis));
    const adapted = (root: Expression, isOwn: boolean): Expression =>
      rewrite(root, (node) => {
        if (node.kind !== "folded" || isOwn) return undefined;
        const result = this.#done.get(node.fold);
        return result === undefined ? ready.get(node.fold) : read(result, here);
      });
    const kept: Fold[] = [];
    for (const fold of folds) {
      if (this.#done.has(fold)) continue;
      const whole = this.#kernel.folds[fold]!;
      const parts = this.#parts.get(fold);
      ready.set(fold, folded(kept.length, whole.dtype));
      if (parts === undefined) {
        kept.push({ ...whole, body: adapted(whole.body, false) });
        continue;
      }
      const extents = this.#results[parts]!.shape.slice(rank);
      const body = read(parts, [...here, ...extents.map((_, axis) => foldIndex(axis))]);
      kept.push({ operator: whole.operator === "dot" ? "sum" : whole.operator, extents, dtype: whole.dtype, body });
    }
    kept.push(...ownFolds.map((fold) => ({ ...fold, body: adapted(fold.body, false) })));
    const adaptedOutputs = outputs.map(({ dtype, value }) => ({ dtype, value: adapted(value, ownFolds.length > 0) }));
    const types = reads.map((result) => this.#results[result]!);
    this.#stages.push({
      kernel: { shape, inputs: [...inputs, ...types], scalars, folds: kept, outputs: adaptedOutputs },
      reads,
    });
    this.#results.push(...outputs.map(({ dtype }) => ({ dtype, shape })));
  }
}

/** Where to cut: axes before `axis` are outside, and that one is cut into pieces of `length`. */
function cutOf(extents: readonly number[]): { readonly axis: number; readonly length: number } {
  const wanted = Math.sqrt(sizeOf(extents));
  let outside = 1;
  for (const [axis, extent] of extents.entries()) {
    if (outside * extent < wanted && axis < extents.length - 1) {
      outside *= extent;
      continue;
    }
    const turns = Math.max(1, Math.round(wanted / outside));
    return { axis, length: pieceOf(extent, Math.ceil(extent / turns)) };
  }
  return { axis: 0, length: 1 };
}

/** A divisor of `extent` near `length`, so that no piece is ragged; else a multiple of four near it. */
function pieceOf(extent: number, length: number): number {
  for (let distance = 0; distance <= length / 2; distance++) {
    for (const candidate of [length + distance, length - distance]) {
      if (candidate > 0 && extent % candidate === 0) return candidate;
    }
  }
  return 4 * Math.ceil(length / 4);
}

function neutral({ operator, dtype }: Fold): number {
  switch (operator) {
    case "product":
      return 1;
    case "max":
      return dtype === "int32" ? -2147483648 : dtype === "uint32" ? 0 : -Infinity;
    case "min":
      return dtype === "int32" ? 2147483647 : dtype === "uint32" ? 4294967295 : Infinity;
    default:
      return 0;
  }
}
