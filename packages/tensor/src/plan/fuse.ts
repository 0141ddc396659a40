import {
  and,
  constant,
  domainOf,
  less,
  lessEqual,
  rewrite,
  select,
  simplify,
  type Capabilities,
  type Expression,
  type Fold,
  type OperationCall,
} from "@nn/backend";
import { sameShape, sizeOf } from "../shape.ts";
import type { Formula, Reference } from "../value.ts";
import { costOf } from "./cost.ts";
import { Group, isOwnIndex, loadsOf, type Claim } from "./group.ts";
import { isHostScalar, type Trace, type TracedCall } from "./trace.ts";

/** Formulas larger than this are cut: code generation and registers have their limits. */
const maximumNodes = 400;

/** What fusion may do on one backend. */
export interface FusionLimits {
  readonly enabled: boolean;
  readonly capabilities: Capabilities;
  readonly claims: (call: OperationCall) => boolean;
}

/** The kernels of a trace, and where each source is computed. */
export interface FusedGraph {
  readonly groups: readonly Group[];
  readonly home: ReadonlyMap<number, Group>;
  /** Shapes of all sources. */
  readonly shapes: readonly (readonly number[])[];
  readonly sourceOf: (reference: Reference) => number;
}

/**
 * Decides which values are stored and which are computed where they are used.
 *
 * Calls are visited in order. A call without folds is substituted into its consumers if that costs less than storing
 * it (`decideInline`); otherwise it joins the kernel that computes its operands at the same index, or gets its own. A
 * call with folds joins a kernel that folds over the same extents, so that sums over the same data, and sums that
 * depend on earlier ones, share a kernel.
 */
export function fuse(trace: Trace, limits: FusionLimits): FusedGraph {
  return new Fuser(trace, limits).run();
}

interface Use {
  readonly call: number;
  /** How often the consumer reads each element, on average. */
  readonly reads: number;
  readonly contraction: boolean;
}

class Fuser {
  private readonly trace: Trace;
  private readonly limits: FusionLimits;
  private readonly shapes: (readonly number[])[];
  private readonly firstSource: number[] = [];
  private readonly uses = new Map<number, Use[]>();
  private readonly roots: Set<number>;
  private readonly inlined = new Map<number, Expression>();
  /** For each inlined source, the operations that are computed where it is used. */
  private readonly inlinedNames = new Map<number, readonly string[]>();
  private readonly home = new Map<number, Group>();
  private readonly groups: Group[] = [];
  private readonly claimed: readonly boolean[];

  constructor(trace: Trace, limits: FusionLimits) {
    this.trace = trace;
    this.limits = limits;
    this.shapes = trace.leaves.map(({ shape }) => shape);
    for (const { formula } of trace.calls) {
      this.firstSource.push(this.shapes.length);
      formula.outputs.forEach(() => this.shapes.push(formula.shape));
    }
    this.claimed = trace.calls.map(({ formula }) => limits.claims(formula.call));
    this.roots = new Set(trace.rootReferences.map((reference) => this.sourceOf(reference)));
    for (let call = trace.calls.length - 1; call >= 0; call--) this.noteUses(trace.calls[call]!, call);
  }

  run(): FusedGraph {
    this.trace.calls.forEach((call, position) => this.place(call, position));
    return {
      groups: this.groups,
      home: this.home,
      shapes: this.shapes,
      sourceOf: (reference) => this.sourceOf(reference),
    };
  }

  private sourceOf(reference: Reference): number {
    return reference.kind === "leaf" ? reference.leaf : this.firstSource[reference.call]! + reference.output;
  }

  /** Notes who reads the inputs of a call. Calls are visited last to first, so that their own uses are known. */
  private noteUses({ formula, inputs }: TracedCall, call: number): void {
    const bodies = [...formula.folds.map(({ body }) => body), ...formula.outputs.map(({ value }) => value)];
    const loaded = new Set(loadsOf(bodies).map(({ input }) => input));
    inputs.forEach((reference, input) => {
      if (!loaded.has(input)) return;
      const source = this.sourceOf(reference);
      const size = Math.max(1, sizeOf(this.shapes[source]!));
      const uses = this.usesThrough(call, size) ?? [this.useOf(formula, input, call, size)];
      this.uses.set(source, [...(this.uses.get(source) ?? []), ...uses]);
    });
  }

  private useOf(formula: Formula, input: number, call: number, size: number): Use {
    const folds = formula.folds.filter(({ body }) => loadsOf([body]).some((load) => load.input === input));
    const inFolds = folds.map(({ extents }) => sizeOf(extents));
    const reads = (sizeOf(formula.shape) * Math.max(1, ...inFolds)) / size;
    return { call, reads, contraction: folds.some(({ operator }) => operator === "dot") };
  }

  /** A movement of elements is never stored for itself: whoever uses its result uses what it moves. */
  private usesThrough(call: number, size: number): Use[] | undefined {
    const { formula } = this.trace.calls[call]!;
    const result = this.firstSource[call]!;
    const moves =
      formula.folds.length === 0 && formula.outputs.length === 1 && formula.outputs[0]!.value.kind === "load";
    if (!moves || this.claimed[call] || this.roots.has(result)) return undefined;
    const factor = sizeOf(formula.shape) / size;
    return (this.uses.get(result) ?? []).map((use) => ({ ...use, reads: use.reads * factor }));
  }

  private place(call: TracedCall, position: number): void {
    const { formula } = call;
    const first = this.firstSource[position]!;
    if (this.claimed[position]) return this.placeClaimed(call, first);
    const folds = formula.folds.map((fold) => ({ ...fold, body: this.substitute(call, fold.body, fold) }));
    const values = formula.outputs.map(({ value }) => this.substitute(call, value));
    if (!this.limits.enabled) return this.open(call, first, folds, values);
    if (folds.length > 0) return this.placeFolds(call, first, folds, values);
    const [value] = values;
    const joined = this.groupFor(values, formula.shape, []);
    if (values.length === 1 && value && this.decideInline(first, value, joined)) {
      this.inlined.set(first, value);
      this.inlinedNames.set(first, this.namesOf(call));
      return;
    }
    if (joined) return this.join(joined, call, first, [], values);
    this.open(call, first, folds, values);
  }

  private placeClaimed(call: TracedCall, first: number): void {
    const { formula } = call;
    const sources = call.inputs.map((reference) => this.sourceOf(reference));
    const settle = (expression: Expression): Expression =>
      rewrite(expression, (node) => (node.kind === "load" ? { ...node, input: sources[node.input]! } : undefined));
    const folds = formula.folds.map((fold) => ({ ...fold, body: settle(fold.body) }));
    const values = formula.outputs.map(({ value }) => settle(value));
    this.open(call, first, folds, values, { call: formula.call, sources });
  }

  private placeFolds(call: TracedCall, first: number, folds: readonly Fold[], values: readonly Expression[]): void {
    const contraction = folds.some(({ operator }) => operator === "dot");
    const group = contraction ? undefined : this.groupFor(values, call.formula.shape, folds);
    if (group) this.join(group, call, first, folds, values);
    else this.open(call, first, folds, values);
  }

  private open(
    call: TracedCall,
    first: number,
    folds: readonly Fold[],
    values: readonly Expression[],
    claim?: Claim,
  ): void {
    const group = new Group(call.formula.shape, claim);
    this.groups.push(group);
    this.join(group, call, first, folds, values);
  }

  private join(
    group: Group,
    call: TracedCall,
    first: number,
    folds: readonly Fold[],
    values: readonly Expression[],
  ): void {
    group.add(first, folds, values);
    values.forEach((_, output) => this.home.set(first + output, group));
    for (const name of this.namesOf(call)) if (!group.operations.includes(name)) group.operations.push(name);
  }

  /** The operations that computing this call involves where its inputs are not stored. */
  private namesOf({ formula, inputs }: TracedCall): string[] {
    const before = inputs.flatMap((reference) => this.inlinedNames.get(this.sourceOf(reference)) ?? []);
    return [...new Set([...before, formula.call.operation.name])];
  }

  /** The formula's expression in terms of sources, with what is not stored computed in place. */
  private substitute(call: TracedCall, expression: Expression, fold?: Fold): Expression {
    const replaced = rewrite(expression, (node) =>
      node.kind === "load" ? this.substituteLoad(call.inputs[node.input]!, node) : undefined,
    );
    const domain = { ...domainOf({ shape: call.formula.shape, inputs: [] }, fold), inputs: this.shapes };
    if (fold?.operator !== "dot" || replaced.kind !== "binary") return simplify(replaced, domain);
    return { ...replaced, left: simplify(replaced.left, domain), right: simplify(replaced.right, domain) };
  }

  private substituteLoad(reference: Reference, load: Expression & { kind: "load" }): Expression {
    const source = this.sourceOf(reference);
    if (reference.kind === "leaf" && isHostScalar(this.trace.leaves[reference.leaf]!)) {
      return { kind: "scalar", dtype: load.dtype, scalar: reference.leaf };
    }
    const value = this.inlined.get(source);
    return value ? instantiate(value, load, this.shapes[source]!) : { ...load, input: source };
  }

  /** Whether computing `value` where it is used costs less than storing it. */
  private decideInline(source: number, value: Expression, joined: Group | undefined): boolean {
    const uses = this.uses.get(source) ?? [];
    if (this.roots.has(source) || uses.some(({ call }) => this.claimed[call])) return false;
    const { arithmetic, loads, nodes } = costOf(value, sizeOf(this.shapes[source]!), this.shapes);
    const inputs = new Set(loadsOf([value]).map(({ input }) => input)).size;
    if (nodes > maximumNodes / 4 || inputs > this.limits.capabilities.maximumInputs / 2) return false;
    if (arithmetic === 0 && loads <= 1) return true;
    const contracted = uses.some(({ contraction }) => contraction);
    if (contracted && (uses.length > 1 || arithmetic > 2 || joined)) return false;
    const reads = uses.reduce((sum, use) => sum + (use.contraction ? 1 : use.reads), 0);
    return reads * (arithmetic + loads) <= arithmetic + loads + 1.5 + reads;
  }

  /** A kernel that may also compute these: same shape, operands at its own index, and no cycle. */
  private groupFor(values: readonly Expression[], shape: readonly number[], folds: readonly Fold[]): Group | undefined {
    const expressions = [...values, ...folds.map(({ body }) => body)];
    const loads = loadsOf(expressions);
    const sources = new Set(loads.map(({ input }) => input));
    const related = this.groups.filter((group) => {
      if (group.claim || !sameShape(group.shape, shape)) return false;
      if (folds.length > 0 && !this.foldsAlike(group, folds)) return false;
      const shares = folds.length > 0 && [...group.sources()].some((source) => sources.has(source));
      return shares || [...group.members.keys()].some((member) => sources.has(member));
    });
    return related.reverse().find((group) => this.fits(group, loads, values.length));
  }

  private foldsAlike(group: Group, folds: readonly Fold[]): boolean {
    const [own] = group.folds;
    if (!own || group.isContraction || group.folds.length + folds.length > 4) return false;
    return folds.every(({ extents }) => sameShape(extents, own.extents));
  }

  private fits(group: Group, loads: readonly (Expression & { kind: "load" })[], outputs: number): boolean {
    const { maximumInputs, maximumOutputs } = this.limits.capabilities;
    const sources = new Set([...group.sources(), ...loads.map(({ input }) => input)]);
    if (sources.size > maximumInputs || group.members.size + outputs > maximumOutputs) return false;
    return loads.every((load) => {
      const home = this.home.get(load.input);
      if (home === group) return isOwnIndex(load, this.shapes[load.input]!, group.shape);
      return !home || !this.reaches(home, group);
    });
  }

  /** Whether `from` reads, directly or through others, what `to` computes. */
  private reaches(from: Group, to: Group, seen: Set<Group> = new Set()): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...from.sources()].some((source) => {
      const home = this.home.get(source);
      return home !== undefined && home !== from && this.reaches(home, to, seen);
    });
  }
}

/** `value` at other coordinates; outside its shape, the load's own value, and nothing is read. */
function instantiate(value: Expression, load: Expression & { kind: "load" }, shape: readonly number[]): Expression {
  const { coordinates, outside } = load;
  const moved = rewrite(value, (node) => {
    if (node.kind === "index") return coordinates[node.axis]!;
    return node.kind === "load" && outside !== undefined ? { ...node, outside: node.outside ?? 0 } : undefined;
  });
  if (outside === undefined) return moved;
  const tests = coordinates.flatMap((at, axis) => [lessEqual(constant(0, "int32"), at), less(at, shape[axis]!)]);
  const inside = tests.reduce((all, test) => and(all, test), constant(1, "bool") as Expression);
  return select(inside, moved, outside);
}
