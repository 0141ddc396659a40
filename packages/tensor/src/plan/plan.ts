import {
  rewrite,
  simplifyKernel,
  visitExpressions,
  type Backend,
  type DType,
  type Expression,
  type Fold,
  type Kernel,
  type OperationCall,
} from "@nn/backend";
import { sizeOf } from "../shape.ts";
import { fuse, type FusedGraph } from "./fuse.ts";
import { loadsOf, type Group } from "./group.ts";
import { assignSlots, type Slot } from "./slots.ts";
import type { Trace } from "./trace.ts";

/** Where a kernel's buffer comes from: a leaf that is on the device, a slot for intermediates, or a root's storage. */
export interface Source {
  readonly kind: "leaf" | "slot" | "result";
  readonly position: number;
}

/** One kernel of a plan and the buffers that it is run on. */
export interface PlannedKernel {
  readonly kernel: Kernel;
  readonly inputs: readonly Source[];
  readonly outputs: readonly Source[];
  /** Positions in the plan's `scalars`. */
  readonly scalars: readonly number[];
  /** Names of the operations that were fused into it. */
  readonly operations: readonly string[];
}

/** How to compute the roots of any graph of one structure. */
export interface Plan {
  readonly kernels: readonly PlannedKernel[];
  /** The leaves that must be on the device. */
  readonly uploads: readonly number[];
  /** The leaves whose numbers go to kernels directly. */
  readonly scalars: readonly number[];
  /** Storage for intermediates; values that are never alive together share one. */
  readonly slots: readonly Slot[];
}

/** Fuses a graph into kernels, orders them, and assigns their storage. */
export function makePlan(trace: Trace, backend: Backend, fusion: boolean): Plan {
  const claims = (call: OperationCall): boolean => backend.claims?.(call) ?? false;
  const graph = fuse(trace, { enabled: fusion, capabilities: backend.capabilities, claims });
  const rootSources = trace.rootReferences.map((reference) => graph.sourceOf(reference));
  const ordered = orderGroups(graph, rootSources);
  const needed = new Set([...rootSources, ...ordered.flatMap((group) => [...group.sources()])]);
  const drafts = ordered.map((group) => draftKernel(group, graph, trace, needed));
  return finish(drafts, trace, rootSources, graph.shapes);
}

/** A kernel whose buffers are still named by sources. */
interface Draft {
  readonly kernel: Kernel;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Leaves. */
  readonly scalars: readonly number[];
  readonly operations: readonly string[];
}

/** The groups that the roots need, each after those that it reads. */
function orderGroups(graph: FusedGraph, roots: readonly number[]): Group[] {
  const ordered = new Set<Group>();
  const visit = (source: number): void => {
    const group = graph.home.get(source);
    if (!group || ordered.has(group)) return;
    for (const other of group.sources()) if (graph.home.get(other) !== group) visit(other);
    ordered.add(group);
  };
  roots.forEach(visit);
  return [...ordered];
}

function draftKernel(group: Group, graph: FusedGraph, trace: Trace, needed: ReadonlySet<number>): Draft {
  const members = [...group.members].filter(([source]) => group.claim !== undefined || needed.has(source));
  const { folds, values } = withoutDeadFolds(
    group.folds,
    members.map(([, value]) => value),
  );
  const roots = [...folds.map(({ body }) => body), ...values];
  const inputs = group.claim?.sources ?? [...new Set(loadsOf(roots).map(({ input }) => input))];
  const scalars = scalarsOf(roots);
  const memo = new Map<Expression, Expression>();
  const local = (expression: Expression): Expression =>
    rewrite(
      expression,
      (node) => {
        if (node.kind === "load") return { ...node, input: inputs.indexOf(node.input) };
        return node.kind === "scalar" ? { ...node, scalar: scalars.indexOf(node.scalar) } : undefined;
      },
      memo,
    );
  const kernel: Kernel = {
    shape: group.shape,
    inputs: inputs.map((source) => ({ dtype: dtypeOf(source, graph, trace), shape: graph.shapes[source]! })),
    scalars: scalars.map((leaf) => trace.leaves[leaf]!.dtype),
    folds: folds.map((fold) => ({ ...fold, body: local(fold.body) })),
    outputs: values.map((value) => ({ dtype: value.dtype, value: local(value) })),
    ...(group.claim && { origin: group.claim.call }),
  };
  return {
    kernel: simplifyKernel(kernel),
    inputs,
    outputs: members.map(([source]) => source),
    scalars,
    operations: group.operations,
  };
}

function scalarsOf(roots: readonly Expression[]): number[] {
  const scalars = new Set<number>();
  visitExpressions(roots, (node) => {
    if (node.kind === "scalar") scalars.add(node.scalar);
  });
  return [...scalars];
}

function withoutDeadFolds(
  folds: readonly Fold[],
  values: readonly Expression[],
): { folds: Fold[]; values: Expression[] } {
  const used = new Set<number>();
  const mark = (roots: readonly Expression[]): void =>
    visitExpressions(roots, (node) => {
      if (node.kind === "folded") used.add(node.fold);
    });
  mark(values);
  for (let fold = folds.length - 1; fold >= 0; fold--) if (used.has(fold)) mark([folds[fold]!.body]);
  const kept = folds.map((_, fold) => fold).filter((fold) => used.has(fold));
  const renumber = (expression: Expression): Expression =>
    rewrite(expression, (node) => (node.kind === "folded" ? { ...node, fold: kept.indexOf(node.fold) } : undefined));
  return {
    folds: kept.map((fold) => ({ ...folds[fold]!, body: renumber(folds[fold]!.body) })),
    values: values.map(renumber),
  };
}

function dtypeOf(source: number, graph: FusedGraph, trace: Trace): DType {
  const leaf = trace.leaves[source];
  if (leaf) return leaf.dtype;
  return graph.home.get(source)!.members.get(source)!.dtype;
}

/** Gives each buffer its place: a leaf, a root's own storage, or a slot. */
function finish(
  drafts: readonly Draft[],
  trace: Trace,
  rootSources: readonly number[],
  shapes: readonly (readonly number[])[],
): Plan {
  const uploads = [...new Set(drafts.flatMap(({ inputs }) => inputs))].filter((source) => source < trace.leaves.length);
  const scalars = [...new Set(drafts.flatMap((draft) => draft.scalars))];
  const lifetimes = drafts.map(({ kernel, inputs, outputs }) => ({
    reads: inputs.filter((source) => source >= trace.leaves.length && !rootSources.includes(source)),
    writes: outputs.flatMap((source, output) =>
      rootSources.includes(source)
        ? []
        : [{ source, dtype: kernel.outputs[output]!.dtype, length: sizeOf(shapes[source]!) }],
    ),
  }));
  const { slots, slotOf } = assignSlots(lifetimes);
  const place = (source: number): Source => {
    if (source < trace.leaves.length) return { kind: "leaf", position: uploads.indexOf(source) };
    const root = rootSources.indexOf(source);
    return root >= 0 ? { kind: "result", position: root } : { kind: "slot", position: slotOf.get(source)! };
  };
  const kernels = drafts.map((draft) => ({
    kernel: draft.kernel,
    inputs: draft.inputs.map(place),
    outputs: draft.outputs.map(place),
    scalars: draft.scalars.map((leaf) => scalars.indexOf(leaf)),
    operations: draft.operations,
  }));
  return { kernels: [...kernels, ...copies(rootSources, trace, shapes)], uploads, scalars, slots };
}

/** Roots that are the same value as an earlier root get a copy of it, since each owns its storage. */
function copies(rootSources: readonly number[], trace: Trace, shapes: readonly (readonly number[])[]): PlannedKernel[] {
  return rootSources.flatMap((source, position) => {
    const first = rootSources.indexOf(source);
    if (first === position) return [];
    const { dtype } = trace.roots[position]!;
    const shape = shapes[source]!;
    const coordinates = shape.map((_, axis) => ({ kind: "index", dtype: "int32", axis }) as const);
    const kernel: Kernel = {
      shape,
      inputs: [{ dtype, shape }],
      scalars: [],
      folds: [],
      outputs: [{ dtype, value: { kind: "load", dtype, input: 0, coordinates } }],
    };
    return [
      {
        kernel,
        inputs: [{ kind: "result", position: first } as const],
        outputs: [{ kind: "result", position } as const],
        scalars: [],
        operations: ["copy"],
      },
    ];
  });
}
