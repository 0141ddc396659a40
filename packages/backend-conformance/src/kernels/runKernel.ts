import { createArray, interpret, type Backend, type DeviceBuffer, type Kernel, type TypedArray } from "@nn/backend";
import { sizeOf } from "@nn/tensor";

/** Runs a kernel once on `backend`, in buffers of its own, which are given back. What the kernel leaves out shows as ones. */
export async function runKernel(
  backend: Backend,
  kernel: Kernel,
  data: readonly TypedArray[],
  scalars: readonly number[] = [],
): Promise<readonly TypedArray[]> {
  const executable = await backend.compile(kernel);
  const buffers: DeviceBuffer[] = [];
  const allocate = (dtype: DeviceBuffer["dtype"], length: number): DeviceBuffer => {
    const buffer = backend.allocate(dtype, length);
    buffers.push(buffer);
    return buffer;
  };
  try {
    const inputs = kernel.inputs.map(({ dtype, shape }) => allocate(dtype, sizeOf(shape)));
    const outputs = kernel.outputs.map(({ dtype }) => allocate(dtype, sizeOf(kernel.shape)));
    inputs.forEach((buffer, number) => backend.write(buffer, data[number]!));
    outputs.forEach((buffer) => backend.write(buffer, createArray(buffer.dtype, buffer.length).fill(1)));
    await backend.run([{ executable, inputs, outputs, scalars }]);
    return await Promise.all(outputs.map((buffer) => backend.read(buffer)));
  } finally {
    buffers.forEach((buffer) => backend.free(buffer));
  }
}

/** What a backend and the interpreter make of the same data. */
export interface Outcome {
  readonly actual: readonly TypedArray[];
  readonly expected: readonly TypedArray[];
}

/** Runs a kernel on `backend`, and by the interpreter. */
export async function runBoth(
  backend: Backend,
  kernel: Kernel,
  data: readonly TypedArray[],
  scalars: readonly number[] = [],
): Promise<Outcome> {
  return { actual: await runKernel(backend, kernel, data, scalars), expected: interpret(kernel, data, scalars) };
}
