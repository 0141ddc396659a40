import { bytesPerElement, NNError, printKernel, type Backend, type Executable, type Kernel } from "@nn/backend";
import { engineOf, type EngineOptions, type EngineStatistics } from "./engine.ts";
import type { Plan, Source } from "./plan/plan.ts";
import { formatShape, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** What reading a tensor would run. */
export interface Explanation {
  readonly kernels: readonly ExplainedKernel[];
  /** Bytes that all kernels read and write, each input and output once. */
  readonly bytesMoved: number;
  /** Bytes of the storage for intermediates, after reuse. */
  readonly intermediateBytes: number;
  /** All of this as text: kernels as formulas, their buffers, bytes. */
  toString(): string;
}

/** One kernel of an {@link Explanation}. */
export interface ExplainedKernel {
  /** The operations that were fused into it. */
  readonly operations: readonly string[];
  readonly kernel: Kernel;
  /** The kernel as a formula. */
  readonly formula: string;
  readonly bytesMoved: number;
}

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** Whether the text shows the generated program of each kernel, where the backend gives one. Default: false. */
  readonly source?: boolean;
}

/**
 * The plan that reading `tensors` now would run: the kernels as formulas, their buffers, and the bytes they move.
 * Nothing is computed. Tensors that have been computed already need no kernels.
 *
 * @throws NNError `option` if there is no tensor
 *
 * @example
 * ```ts
 * const x = zeros([4], { backend });
 * explain(square(abs(x))).kernels.length; // 1
 * ```
 */
export function explain(tensors: Tensor | readonly Tensor[], options: ExplainOptions = {}): Explanation {
  const list = tensors instanceof Tensor ? [tensors] : tensors;
  const [first] = list;
  if (!first) throw new NNError("option", "explain: expected at least one tensor, got none");
  const { backend } = first;
  const { plan } = engineOf(backend).plan(list.map(({ value }) => value));
  const kernels = plan.kernels.map(({ kernel, operations }) => ({
    operations,
    kernel,
    formula: printKernel(kernel),
    bytesMoved: bytesOf(kernel),
  }));
  const bytesMoved = kernels.reduce((sum, kernel) => sum + kernel.bytesMoved, 0);
  const intermediateBytes = plan.slots.reduce((sum, slot) => sum + slot.length * bytesPerElement(slot.dtype), 0);
  const toString = (): string => render(plan, kernels, backend, { bytesMoved, intermediateBytes }, options);
  return { kernels, bytesMoved, intermediateBytes, toString };
}

/**
 * How often the backend's engine compiled, planned and ran.
 *
 * @example
 * ```ts
 * await square(tensor([3], { backend })).item(); // 9
 * statistics(backend).runs > 0; // true
 * ```
 */
export function statistics(backend: Backend): EngineStatistics {
  return engineOf(backend).statistics;
}

/**
 * Switches the backend's engine, for debugging and for tests.
 *
 * @example
 * ```ts
 * configure(backend, { fusion: true }); // undefined
 * ```
 */
export function configure(backend: Backend, options: EngineOptions): void {
  engineOf(backend).configure(options);
}

function bytesOf(kernel: Kernel): number {
  const read = kernel.inputs.reduce((sum, { dtype, shape }) => sum + sizeOf(shape) * bytesPerElement(dtype), 0);
  return kernel.outputs.reduce((sum, { dtype }) => sum + sizeOf(kernel.shape) * bytesPerElement(dtype), read);
}

function render(
  plan: Plan,
  kernels: readonly ExplainedKernel[],
  backend: Backend,
  totals: Pick<Explanation, "bytesMoved" | "intermediateBytes">,
  options: ExplainOptions,
): string {
  const parts = kernels.map((kernel, position) => {
    const planned = plan.kernels[position]!;
    const reads = planned.inputs.map(
      (source, input) => `x${input} = ${label(source)} ${typeOf(kernel.kernel.inputs[input]!)}`,
    );
    const writes = planned.outputs.map((source, output) => {
      const { dtype } = kernel.kernel.outputs[output]!;
      return `out${output} = ${label(source)} ${typeOf({ dtype, shape: kernel.kernel.shape })}`;
    });
    const head = `kernel ${position + 1}: ${kernel.operations.join(" → ")} (${formatBytes(kernel.bytesMoved)})`;
    const lines = [kernel.formula, ...reads, ...writes, ...sourceOf(kernel.kernel, backend, options)];
    return [head, ...lines.flatMap((text) => text.split("\n")).map((line) => `  ${line}`)].join("\n");
  });
  const count = `${kernels.length} ${kernels.length === 1 ? "kernel" : "kernels"} on ${backend.name}`;
  const moved = `${formatBytes(totals.bytesMoved)} moved`;
  return [`${count}, ${moved}, ${formatBytes(totals.intermediateBytes)} of intermediates`, ...parts].join("\n");
}

function sourceOf(kernel: Kernel, backend: Backend, options: ExplainOptions): string[] {
  if (!options.source) return [];
  const compiled: Executable | Promise<Executable> = backend.compile(kernel);
  return compiled instanceof Promise ? [] : [compiled.source?.() ?? ""];
}

function label({ kind, position }: Source): string {
  return `${kind} ${position}`;
}

function typeOf({ dtype, shape }: { dtype: string; shape: readonly number[] }): string {
  return `${dtype} ${formatShape(shape)}`;
}

/** Bytes as people write them: `1.2 MB`. */
function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
