import { someExpression, type DeviceBuffer, type Expression, type Kernel, type Step } from "@nn/backend";
import { sizeOf } from "../codegen/loopKernel.ts";
import { isPolynomial } from "../codegen/vectorFunctions.ts";
import { nanosecondsOf } from "../execution/cost.ts";
import { compileFormula, type FormulaHost } from "../execution/formulaProgram.ts";
import type { Grain } from "../execution/host.ts";
import type { Program } from "../execution/program.ts";
import { joinKernels, type Wire, type Wiring } from "./joinKernels.ts";

/** A step of a plan without its program. */
export type KernelStep = Pick<Step, "inputs" | "outputs" | "scalars">;

/** Two steps as one. */
export interface JointStep extends Pick<Step, "inputs" | "outputs" | "scalars"> {
  readonly program: Program;
}

interface JointProgram {
  readonly program: Program;
  readonly ownInputs: readonly number[];
}

/** The programs of two kernels, by how they are wired; `undefined` where they stay apart. */
type Variants = Map<string, JointProgram | undefined>;

/** Finds steps of a plan that are better computed together, and remembers their programs. */
export class Joiner {
  readonly #host: FormulaHost;
  readonly #known = new WeakMap<Kernel, WeakMap<Kernel, Variants>>();

  constructor(host: FormulaHost) {
    this.#host = host;
  }

  /**
   * The two steps as one, if that is better.
   *
   * @param kernels of the steps, simplified
   */
  join(first: KernelStep, second: KernelStep, kernels: readonly [Kernel, Kernel]): JointStep | undefined {
    if (!mayJoin(first, second)) return undefined;
    const joint = this.#find(first, second, kernels);
    if (!joint) return undefined;
    return {
      program: joint.program,
      inputs: [...first.inputs, ...joint.ownInputs.map((input) => second.inputs[input]!)],
      outputs: [...first.outputs, ...second.outputs],
      scalars: [...first.scalars, ...second.scalars],
    };
  }

  #find(first: KernelStep, second: KernelStep, [one, other]: readonly [Kernel, Kernel]): JointProgram | undefined {
    const wiring = second.inputs.map((buffer) => wireOf(buffer, first));
    const key = wiring.map((wire) => (wire ? `${wire.kind}${wire.number}` : "")).join();
    let ofFirst = this.#known.get(one);
    if (!ofFirst) this.#known.set(one, (ofFirst = new WeakMap<Kernel, Variants>()));
    let ofBoth = ofFirst.get(other);
    if (!ofBoth) ofFirst.set(other, (ofBoth = new Map<string, JointProgram | undefined>()));
    if (!ofBoth.has(key)) ofBoth.set(key, this.#compile(one, other, wiring));
    return ofBoth.get(key);
  }

  #compile(first: Kernel, second: Kernel, wiring: Wiring): JointProgram | undefined {
    const joint = isWorthwhile(first, second, wiring, this.#host.grain) && joinKernels(first, second, wiring);
    if (!joint) return undefined;
    const { kernel, layout, ownInputs } = joint;
    const nanoseconds = nanosecondsOf(first, true) + nanosecondsOf(second, true);
    return { program: compileFormula(kernel, this.#host, { layout, nanoseconds }), ownInputs };
  }
}

/** From how many tasks' elements on they do not stay in the caches from one kernel to the next. */
const largeTasks = 32;

/** Whether both read so much, or may compute something once instead of twice. */
function isWorthwhile(first: Kernel, second: Kernel, wiring: Wiring, { elements }: Grain): boolean {
  const shared = wiring.flatMap((wire) => (wire?.kind === "input" ? [sizeOf(first.inputs[wire.number]!.shape)] : []));
  if (shared.reduce((sum, size) => sum + size, 0) >= largeTasks * elements) return true;
  return (
    takesPolynomials(first.folds.map(({ body }) => body)) && takesPolynomials(second.outputs.map(({ value }) => value))
  );
}

function takesPolynomials(roots: readonly Expression[]): boolean {
  return roots.some((root) => someExpression(root, isPolynomial));
}

/** Whether the second step reads what the first computes, and writes to nothing that the first reads or computes. */
function mayJoin(first: KernelStep, second: KernelStep): boolean {
  if (!second.inputs.some((buffer) => first.outputs.includes(buffer))) return false;
  return !second.outputs.some((buffer) => first.inputs.includes(buffer) || first.outputs.includes(buffer));
}

function wireOf(buffer: DeviceBuffer, { inputs, outputs }: KernelStep): Wire | undefined {
  const output = outputs.indexOf(buffer);
  if (output >= 0) return { kind: "output", number: output };
  const input = inputs.indexOf(buffer);
  return input >= 0 ? { kind: "input", number: input } : undefined;
}
