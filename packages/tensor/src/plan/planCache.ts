import { Recent, type DType } from "@nn/backend";
import { sameShape } from "../shape.ts";
import type { Reference } from "../value.ts";
import type { Plan } from "./plan.ts";
import { isHostScalar, type Trace, type TracedCall } from "./trace.ts";

/** What a plan depends on: a graph without its numbers. */
interface Structure {
  readonly calls: readonly TracedCall[];
  readonly leaves: readonly Leaf[];
  readonly rootReferences: readonly Reference[];
}

interface Leaf {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly isScalar: boolean;
}

interface Entry {
  readonly structure: Structure;
  readonly plan: Plan;
}

/** The plans of graphs that were met before. Graphs are compared, since different ones may have the same hash. */
export class PlanCache {
  readonly #entries: Recent<number, Entry>;

  /** @param most how many plans are kept of those that were used last */
  constructor(most: number) {
    this.#entries = new Recent(most);
  }

  /** The plan that serves a graph; `make` is called where there is none. */
  planFor(trace: Trace, make: () => Plan): Plan {
    let { hash } = trace;
    for (;;) {
      const entry = this.#entries.get(hash);
      if (!entry) break;
      if (hasStructure(trace, entry.structure)) return entry.plan;
      hash = (hash + 1) | 0;
    }
    const plan = make();
    this.#entries.set(hash, { structure: structureOf(trace), plan });
    return plan;
  }

  clear(): void {
    this.#entries.clear();
  }
}

function structureOf({ calls, leaves, rootReferences }: Trace): Structure {
  const types = leaves.map((leaf): Leaf => ({ dtype: leaf.dtype, shape: leaf.shape, isScalar: isHostScalar(leaf) }));
  return { calls, leaves: types, rootReferences };
}

function hasStructure(trace: Trace, { calls, leaves, rootReferences }: Structure): boolean {
  if (trace.calls.length !== calls.length || trace.leaves.length !== leaves.length) return false;
  for (let at = 0; at < calls.length; at++) {
    const [call, other] = [trace.calls[at]!, calls[at]!];
    if (call.formula !== other.formula || !sameReferences(call.inputs, other.inputs)) return false;
  }
  for (let at = 0; at < leaves.length; at++) {
    const [leaf, other] = [trace.leaves[at]!, leaves[at]!];
    if (leaf.dtype !== other.dtype || isHostScalar(leaf) !== other.isScalar) return false;
    if (!sameShape(leaf.shape, other.shape)) return false;
  }
  return sameReferences(trace.rootReferences, rootReferences);
}

function sameReferences(one: readonly Reference[], other: readonly Reference[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (!sameReference(one[at]!, other[at]!)) return false;
  return true;
}

function sameReference(one: Reference, other: Reference): boolean {
  if (one.kind === "leaf") return other.kind === "leaf" && one.leaf === other.leaf;
  return other.kind === "call" && one.call === other.call && one.output === other.output;
}
