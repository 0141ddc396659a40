import { interpret, type Backend, type DType, type Kernel, type TypedArray } from "@nn/backend";
import { sizeOf } from "./layout.ts";
import { webgl } from "./webgl.ts";

let current: Promise<Backend> | undefined;

/** One backend for a test file: pages may have few contexts. */
export function device(): Promise<Backend> {
  return (current ??= webgl());
}

/** Runs a kernel once on `backend`. */
export async function runOn(
  backend: Backend,
  kernel: Kernel,
  data: readonly TypedArray[],
  scalars: readonly number[] = [],
): Promise<TypedArray[]> {
  const inputs = kernel.inputs.map(({ dtype, shape }, number) => {
    const buffer = backend.allocate(dtype, sizeOf(shape));
    backend.write(buffer, data[number]!);
    return buffer;
  });
  const outputs = kernel.outputs.map(({ dtype }) => backend.allocate(dtype, sizeOf(kernel.shape)));
  const executable = await backend.compile(kernel);
  await backend.run([{ executable, inputs, outputs, scalars }]);
  const results = await Promise.all(outputs.map((buffer) => backend.read(buffer)));
  [...inputs, ...outputs].forEach((buffer) => backend.free(buffer));
  return results;
}

/** Runs a kernel on WebGL and by the interpreter. */
export async function runBoth(
  kernel: Kernel,
  data: readonly TypedArray[],
  scalars: readonly number[] = [],
): Promise<{ readonly actual: readonly TypedArray[]; readonly expected: readonly TypedArray[] }> {
  return { actual: await runOn(await device(), kernel, data, scalars), expected: interpret(kernel, data, scalars) };
}

/** Numbers between -1 and 1 of many sizes, the same for the same seed. */
export function noise(length: number, seed: number): Float32Array {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * (state % 7 === 0 ? 0.01 : 1);
  });
}

/** A kernel of one output without folds. */
export function elementwiseKernel(
  shape: readonly number[],
  inputs: Kernel["inputs"],
  value: Kernel["outputs"][number]["value"],
  scalars: readonly DType[] = [],
): Kernel {
  return { shape, inputs, scalars, folds: [], outputs: [{ dtype: value.dtype, value }] };
}
