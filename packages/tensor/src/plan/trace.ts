import { isStored, type Call, type Formula, type Reference, type Value } from "../value.ts";

/** One distinct computation. Calls of one formula on the same inputs are one. */
export interface TracedCall {
  readonly formula: Formula;
  readonly inputs: readonly Reference[];
}

/** The graph below some roots as plain data, in an order in which every call follows its inputs. */
export interface Trace {
  readonly calls: readonly TracedCall[];
  /** Stored values that the graph begins at. */
  readonly leaves: readonly Value[];
  /** The values to compute, and what they are in this graph. */
  readonly roots: readonly Value[];
  readonly rootReferences: readonly Reference[];
  /** An int32 that graphs have in common if one plan serves both. Others may have it too: see `PlanCache`. */
  readonly hash: number;
}

/** Whether a leaf is handed to kernels as a number, not as a buffer: a scalar that lives on the host. */
export function isHostScalar(value: Value): boolean {
  return value.host !== undefined && value.shape.length === 0;
}

/** Collects what has to be computed for `roots`. */
export function traceGraph(roots: readonly Value[]): Trace {
  const tracer = new Tracer();
  const rootReferences = roots.map((root) => tracer.visit(root));
  let { hash } = tracer;
  for (const leaf of tracer.leaves) hash = withLeaf(hash, leaf);
  for (const reference of rootReferences) hash = mixed(hash, numberOf(reference));
  return { calls: tracer.calls, leaves: tracer.leaves, roots, rootReferences, hash };
}

let graphs = 0;

class Tracer {
  readonly calls: TracedCall[] = [];
  readonly leaves: Value[] = [];
  /** Of the calls so far. */
  hash = 0;
  /** Marks the values that are known here: faster than a map of them. */
  private readonly graph = graphs++;
  /** The outputs of each call; there is one object for each that is used. */
  private readonly outputs: Reference[][] = [];
  /** Calls by their hash, or by a number behind it where that was taken. */
  private readonly byHash = new Map<number, number>();

  visit(root: Value): Reference {
    const stack: Value[] = [root];
    while (stack.length > 0) {
      const value = stack.at(-1)!;
      if (value.graph !== this.graph) {
        const call = isStored(value) ? undefined : value.call;
        if (call && this.pushUnknown(call.inputs, stack)) continue;
        value.reference = call ? this.referenceTo(call, value.output) : this.leaf(value);
        value.graph = this.graph;
      }
      stack.pop();
    }
    return root.reference!;
  }

  /** Whether there were any. */
  private pushUnknown(inputs: readonly Value[], stack: Value[]): boolean {
    const before = stack.length;
    for (const input of inputs) if (input.graph !== this.graph) stack.push(input);
    return stack.length > before;
  }

  private leaf(value: Value): Reference {
    this.leaves.push(value);
    return { kind: "leaf", leaf: this.leaves.length - 1 };
  }

  private referenceTo({ formula, inputs: values }: Call, output: number): Reference {
    const inputs: Reference[] = [];
    let hash = formula.id;
    for (const value of values) {
      const reference = value.reference!;
      inputs.push(reference);
      hash = mixed(hash, numberOf(reference));
    }
    const call = this.numberOfCall(formula, inputs, hash);
    return (this.outputs[call]![output] ??= { kind: "call", call, output });
  }

  /** The number of this call, which is a new one unless there was the same before. */
  private numberOfCall(formula: Formula, inputs: readonly Reference[], hash: number): number {
    let free = hash;
    for (;;) {
      const number = this.byHash.get(free);
      if (number === undefined) break;
      const call = this.calls[number]!;
      if (call.formula === formula && sameElements(call.inputs, inputs)) return number;
      free = (free + 1) | 0;
    }
    this.byHash.set(free, this.calls.length);
    this.hash = mixed(this.hash, hash);
    this.outputs.push([]);
    return this.calls.push({ formula, inputs }) - 1;
  }
}

function sameElements<T>(one: readonly T[], other: readonly T[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** A number that tells references of one graph apart, but for calls with very many outputs. */
function numberOf(reference: Reference): number {
  return reference.kind === "leaf" ? -1 - reference.leaf : reference.call * 16 + reference.output;
}

function withLeaf(hash: number, leaf: Value): number {
  let result = mixed(hash, isHostScalar(leaf) ? 1 : 0);
  for (const letter of [0, leaf.dtype.length - 2]) result = mixed(result, leaf.dtype.charCodeAt(letter));
  for (const size of leaf.shape) result = mixed(result, size);
  return mixed(result, leaf.shape.length);
}

/** The hash of what `hash` stands for, followed by `next`: a step of FNV-1a on words, and a shift for the upper bits. */
function mixed(hash: number, next: number): number {
  const product = Math.imul(hash ^ next, 0x01000193);
  return product ^ (product >>> 15);
}
