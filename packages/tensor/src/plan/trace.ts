import { isStored, type Formula, type Value } from "../value.ts";

/** Where a call's input comes from: a stored value, or an output of an earlier call. */
export type Reference =
  | { readonly kind: "leaf"; readonly leaf: number }
  | { readonly kind: "call"; readonly call: number; readonly output: number };

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
  /** A text that two graphs share exactly if one plan serves both. */
  readonly key: string;
}

/** Whether a leaf is handed to kernels as a number, not as a buffer: a scalar that lives on the host. */
export function isHostScalar(value: Value): boolean {
  return value.host !== undefined && value.shape.length === 0;
}

/** Collects what has to be computed for `roots`. */
export function traceGraph(roots: readonly Value[]): Trace {
  const tracer = new Tracer();
  const rootReferences = roots.map((root) => tracer.visit(root));
  const rootKey = rootReferences.map(referenceKey).join();
  const key = [...tracer.callKeys.keys(), tracer.leaves.map(leafKey).join(), rootKey].join("/");
  return { calls: tracer.calls, leaves: tracer.leaves, roots, rootReferences, key };
}

class Tracer {
  readonly calls: TracedCall[] = [];
  readonly leaves: Value[] = [];
  readonly callKeys = new Map<string, number>();
  private readonly known = new Map<object, Reference>();

  visit(root: Value): Reference {
    const stack: Value[] = [root];
    while (stack.length > 0) {
      const value = stack.at(-1)!;
      const waiting = this.known.has(value) ? [] : this.unvisitedInputs(value);
      if (waiting.length > 0) {
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (!this.known.has(value)) this.known.set(value, this.resolve(value));
    }
    return this.known.get(root)!;
  }

  private unvisitedInputs(value: Value): Value[] {
    if (isStored(value) || !value.call) return [];
    return value.call.inputs.filter((input) => !this.known.has(input));
  }

  private resolve(value: Value): Reference {
    if (isStored(value) || !value.call) {
      this.leaves.push(value);
      return { kind: "leaf", leaf: this.leaves.length - 1 };
    }
    const inputs = value.call.inputs.map((input) => this.known.get(input)!);
    const key = `${value.call.formula.id}(${inputs.map(referenceKey).join()})`;
    let call = this.callKeys.get(key);
    if (call === undefined) {
      call = this.calls.length;
      this.calls.push({ formula: value.call.formula, inputs });
      this.callKeys.set(key, call);
    }
    return { kind: "call", call, output: value.output };
  }
}

function referenceKey(reference: Reference): string {
  return reference.kind === "leaf" ? `l${reference.leaf}` : `${reference.call}.${reference.output}`;
}

function leafKey(leaf: Value): string {
  return `${isHostScalar(leaf) ? "s" : ""}${leaf.dtype}[${leaf.shape.join("x")}]`;
}
