import {
  constant,
  index,
  rewrite,
  simplifyKernel,
  visitExpressions,
  type Expression,
  type Fold,
  type Kernel,
  type Load,
} from "@nn/backend";
import { coalesce } from "../codegen/coalesce.ts";
import { maximumAxes, maximumFolds } from "../codegen/frame.ts";
import { loopKernelOf, sizeOf, stridesOf, type OutputLayout } from "../codegen/loopKernel.ts";
import { scheduleOf } from "../codegen/schedule.ts";
import { unrollFolds } from "../codegen/unroll.ts";

/** For each input of the second kernel: which output or input of the first it is, if it is one. */
export type Wiring = readonly (Wire | undefined)[];

export interface Wire {
  readonly kind: "output" | "input";
  readonly number: number;
}

/** Two kernels as one. Its inputs, scalars and outputs are the first's, and behind them those that the second adds. */
export interface Joint {
  readonly kernel: Kernel;
  readonly layout: OutputLayout;
  /** Those inputs of the second kernel that are inputs of the joint one, too, and not the first's. */
  readonly ownInputs: readonly number[];
}

/** Fewer units than this are not shared well between threads. */
const fewestUnits = 8;

/**
 * Two kernels as one where the first folds, for each unit (a row, a channel), over elements that the second then reads
 * again, together with the results for its own unit: a softmax, a normalization and their gradients. Unit by unit they
 * find these elements in the cache. `undefined` if the kernels are not of this kind.
 *
 * The results have the same bits: the formulas are the same, and a fold over the last axis is added up in the same order
 * wherever it stands.
 */
export function joinKernels(first: Kernel, second: Kernel, wiring: Wiring): Joint | undefined {
  if (!foldsRows(first) || !isSimple(second)) return undefined;
  if (!wiring.some((wire) => wire?.kind === "input")) return undefined;
  const units = first.shape.flatMap((size, axis) => (size > 1 ? [axis] : []));
  const axes = axesOf(first, second, wiring, units);
  if (!axes || axes.includes(second.shape.length - 1)) return undefined;
  if (first.folds.length + second.folds.length > maximumFolds || second.shape.length > maximumAxes) return undefined;
  const rest = second.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  return joint(first, second, wiring, { units, axes, rest });
}

/** How the axes of two kernels become those of one: the units' first, and then the others of the second. */
interface Axes {
  /** Axes of the first kernel, and what they are in the second. */
  readonly units: readonly number[];
  readonly axes: readonly number[];
  /** The other axes of the second. */
  readonly rest: readonly number[];
}

/** Whether a kernel may be the first of two that are joined: it folds, and is no contraction. */
export function mayLead({ folds }: Kernel): boolean {
  return folds.length > 0 && folds.every(({ operator }) => operator !== "dot");
}

/** Whether a kernel folds over elements that lie in rows, so that its folds run along these. */
function foldsRows(kernel: Kernel): boolean {
  const { shape, outputs } = kernel;
  if (!mayLead(kernel) || sizeOf(shape) < fewestUnits || outputs.some(({ dtype }) => dtype !== "float32")) return false;
  const loops = unrollFolds(coalesce(loopKernelOf(kernel)));
  return loops.folds.every((fold) => fold && !fold.sequential) && scheduleOf(loops, 1).vectorAxis === undefined;
}

/** Whether a kernel has no folds but those over small windows. */
function isSimple(kernel: Kernel): boolean {
  if (kernel.folds.some(({ operator }) => operator === "dot")) return false;
  return unrollFolds(coalesce(loopKernelOf(kernel))).folds.every((fold) => fold === undefined);
}

/** Which axes of the second kernel the units are; `undefined` if it reads others' results than its own unit's. */
function axesOf(first: Kernel, second: Kernel, wiring: Wiring, units: readonly number[]): number[] | undefined {
  const reads = loadsIn(second).filter(({ input }) => wiring[input]?.kind === "output");
  const [axes, ...others] = reads.map((load) => ownAxes(load, units));
  if (!axes || new Set(axes).size < axes.length || others.some((other) => other?.join() !== axes.join()))
    return undefined;
  return axes.every((axis, at) => second.shape[axis] === first.shape[units[at]!]) ? axes : undefined;
}

function ownAxes({ coordinates, outside }: Load, units: readonly number[]): number[] | undefined {
  if (outside !== undefined) return undefined;
  const axes = units.map((unit) => coordinates[unit]!).map((at) => (at.kind === "index" ? at.axis : -1));
  return axes.includes(-1) ? undefined : axes;
}

function loadsIn({ folds, outputs }: Kernel): Load[] {
  const loads: Load[] = [];
  visitExpressions([...folds.map(({ body }) => body), ...outputs.map(({ value }) => value)], (node) => {
    if (node.kind === "load") loads.push(node);
  });
  return loads;
}

function joint(first: Kernel, second: Kernel, wiring: Wiring, { units, axes, rest }: Axes): Joint {
  const ownInputs = wiring.flatMap((wire, input) => (wire ? [] : [input]));
  const ofFirst = placed(first.shape, units);
  const ofSecond = placed(second.shape, [...axes, ...rest]);
  const own = (expression: Expression): Expression =>
    rewrite(expression, (node) => (node.kind === "index" ? ofFirst[node.axis] : undefined));
  const results = first.outputs.map(({ value }) => own(value));
  const taken = (expression: Expression): Expression =>
    rewrite(expression, (node) => {
      switch (node.kind) {
        case "index":
          return ofSecond[node.axis];
        case "scalar":
          return { ...node, scalar: node.scalar + first.scalars.length };
        case "folded":
          return { ...node, fold: node.fold + first.folds.length };
        case "load": {
          const wire = wiring[node.input];
          if (wire?.kind === "output") return results[wire.number];
          return { ...node, input: wire ? wire.number : first.inputs.length + ownInputs.indexOf(node.input) };
        }
        default:
          return undefined;
      }
    });
  const withBody = (change: (body: Expression) => Expression) => (fold: Fold) => ({ ...fold, body: change(fold.body) });
  const kernel: Kernel = {
    shape: [...units.map((axis) => first.shape[axis]!), ...rest.map((axis) => second.shape[axis]!)],
    inputs: [...first.inputs, ...ownInputs.map((input) => second.inputs[input]!)],
    scalars: [...first.scalars, ...second.scalars],
    folds: [...first.folds.map(withBody(own)), ...second.folds.map(withBody(taken))],
    outputs: [
      ...first.outputs.map(({ dtype }, output) => ({ dtype, value: results[output]! })),
      ...second.outputs.map(({ dtype, value }) => ({ dtype, value: taken(value) })),
    ],
  };
  const [inFirst, inSecond] = [stridesOf(first.shape), stridesOf(second.shape)];
  const strides = [
    ...first.outputs.map(() => [...units.map((axis) => inFirst[axis]!), ...rest.map(() => 0)]),
    ...second.outputs.map(() => [...axes, ...rest].map((axis) => inSecond[axis]!)),
  ];
  const layout = { strides, leadingAxes: units.length, unitOutputs: first.outputs.length };
  return { kernel: simplifyKernel(kernel), layout, ownInputs };
}

/** For each axis of a shape: what its index is in the joint kernel, whose axes are these, in this order. */
function placed(shape: readonly number[], order: readonly number[]): Expression[] {
  return shape.map((_, axis) => (order.includes(axis) ? index(order.indexOf(axis)) : constant(0, "int32")));
}
