import { createArray, simplifyKernel, type Kernel, type TypedArray } from "@nn/backend";
import { relaxedSimd } from "@nn/testing";
import { compileFormula } from "../execution/formulaProgram.ts";
import { defaultGrain } from "../execution/host.ts";
import { runAlone } from "../execution/runAlone.ts";
import { Heap } from "../heap.ts";

/** Runs generated code only. Outputs start as rubbish. */
export function runGenerated(
  kernel: Kernel,
  data: readonly TypedArray[],
  scalars: readonly number[] = [],
): TypedArray[] {
  const heap = new Heap();
  const inputs = kernel.inputs.map(({ dtype, shape }, number) => {
    const address = heap.allocate(4 * sizeOf(shape));
    heap.write(address, data[number]!, dtype);
    return address;
  });
  const length = sizeOf(kernel.shape);
  const outputs = kernel.outputs.map(({ dtype }) => {
    const address = heap.allocate(4 * length);
    heap.write(address, createArray(dtype, length).fill(77), dtype);
    return address;
  });
  const program = compileFormula(simplifyKernel(kernel), {
    memory: heap.memory,
    threads: 1,
    grain: defaultGrain,
    relaxedSimd,
  });
  runAlone(program.phases({ inputs, outputs, scalars, scratch: 0 }));
  return kernel.outputs.map(({ dtype }, number) => heap.read(outputs[number]!, length, dtype));
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
