import { interpret, NNError, simplifyKernel, type Kernel, type TypedArray } from "@nn/backend";
import { relaxedSimd } from "@nn/testing";
import { compileContraction } from "./contraction.ts";
import { defaultGrain, type ProgramHost, type WinogradUse } from "../execution/host.ts";
import { runAlone } from "../execution/runAlone.ts";

/** A contraction and the interpreter on the same data, for tests. */
export interface Outcome {
  readonly actual: readonly Float32Array[];
  readonly expected: readonly TypedArray[];
  readonly source: string;
}

const memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 64, maximum: 4096 });

function hostWith(winograd: WinogradUse): ProgramHost {
  return { memory, threads: 1, grain: defaultGrain, relaxedSimd, winograd };
}

/** As in a heap, nothing lies in the first page and the last. */
const pageBytes = 65536;
let next = 0;

/** Runs `kernel` on `inputs` both ways. The heap holds nothing but NaN where nothing was written. */
export function runBoth(
  kernel: Kernel,
  inputs: readonly Float32Array[],
  scalars: readonly number[] = [],
  winograd: WinogradUse = "never",
): Outcome {
  next = pageBytes;
  const program = compileContraction(simplifyKernel(kernel), hostWith(winograd), true);
  if (!program) throw new NNError("formula", "runBoth: expected a contraction");
  const addresses = inputs.map((input) => {
    const address = reserve(input.byteLength);
    new Float32Array(memory.buffer, address, input.length).set(input);
    return address;
  });
  const count = countOf(kernel.shape);
  const outputs = kernel.outputs.map(() => reserve(count * 4));
  // What lies behind an output must survive.
  const guards = outputs.map((address) => new Float32Array(memory.buffer, address, count + 16).fill(NaN));
  const scratch = reserve(program.scratchBytes);
  new Float32Array(memory.buffer, scratch, Math.floor(program.scratchBytes / 4)).fill(NaN);
  runAlone(program.phases({ inputs: addresses, outputs, scalars, scratch }));
  for (const address of outputs) {
    const behind = new Float32Array(memory.buffer, address, count + 16).subarray(count);
    if (behind.some((value) => !Number.isNaN(value))) throw new NNError("memory", "runBoth: wrote behind an output");
  }
  return {
    actual: guards.map((_, output) => new Float32Array(memory.buffer, outputs[output], count).slice()),
    expected: interpret(kernel, inputs, scalars),
    source: program.source(),
  };
}

/** Whether the kernel is left to the generic code generator. */
export function isDeclined(kernel: Kernel): boolean {
  return compileContraction(simplifyKernel(kernel), hostWith("never")) === undefined;
}

/** Reproducible numbers between -1 and 1, one array for each input. */
export function randomInputs(kernel: Kernel, seed = 1): Float32Array[] {
  let state = seed;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2147483648;
  };
  return kernel.inputs.map(({ shape }) => Float32Array.from({ length: countOf(shape) }, draw));
}

/** The largest difference; NaN unless NaN and infinities are in the same places. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < expected.length; at++) {
    if (Object.is(actual[at], expected[at])) continue;
    const difference = Math.abs(actual[at]! - expected[at]!);
    if (Number.isNaN(difference)) return NaN;
    largest = Math.max(largest, difference);
  }
  return largest;
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function reserve(bytes: number): number {
  const address = next;
  next += Math.ceil((bytes + 64) / 64) * 64;
  const missing = next + pageBytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  return address;
}
