import { createArray, type TypedArray } from "../dtype.ts";
import type { Kernel } from "../kernel.ts";
import { EvaluatorBuilder } from "./evaluator.ts";
import { foldEvaluator } from "./fold.ts";
import { advance, countPositions, createFrame } from "./frame.ts";

type Program = (inputs: readonly TypedArray[], scalars: readonly number[]) => TypedArray[];

const programs = new WeakMap<Kernel, Program>();

/**
 * Computes a kernel: the definition of what every backend must compute, and the first `run` of a new backend.
 *
 * Every float32 operation is the double one, rounded; float sums are kept in double precision until their end, so the
 * results are what other backends are measured by. Preparing a kernel costs more than running it on little data, and
 * is remembered for as long as the kernel object lives. A kernel that `validateKernel` refuses must not come here.
 *
 * @param inputs one row-major array for each of the kernel's inputs
 * @param scalars one number for each of the kernel's scalars
 * @returns one new row-major array for each of the kernel's outputs
 * @throws NNError `formula` where a load without a guard leaves its input's shape
 */
export function interpret(
  kernel: Kernel,
  inputs: readonly TypedArray[],
  scalars: readonly number[] = [],
): TypedArray[] {
  let program = programs.get(kernel);
  if (!program) {
    program = prepare(kernel);
    programs.set(kernel, program);
  }
  return program(inputs, scalars);
}

function prepare(kernel: Kernel): Program {
  const { shape } = kernel;
  const frame = createFrame(kernel);
  const builder = new EvaluatorBuilder(kernel, frame);
  const folds = kernel.folds.map((fold) => foldEvaluator(fold, builder.build(fold.body), frame));
  const values = kernel.outputs.map(({ value }) => builder.build(value));
  const length = countPositions(shape);
  return (inputs, scalars) => {
    const outputs = kernel.outputs.map(({ dtype }) => createArray(dtype, length));
    frame.inputs = inputs;
    frame.scalars = scalars;
    frame.index.fill(0);
    for (let position = 0; position < length; position++) {
      frame.pointStamp++;
      folds.forEach((fold, number) => (frame.folded[number] = fold()));
      values.forEach((value, number) => (outputs[number]![position] = value()));
      advance(frame.index, shape);
    }
    return outputs;
  };
}
