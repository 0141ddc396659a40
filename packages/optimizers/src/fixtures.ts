import { tensor, Variable } from "@nn/tensor";
import { backend } from "@nn/testing";
import type { Optimizer } from "./optimizer.ts";

/** An optimizer's class. */
export type OptimizerClass<Options> = new (parameters: readonly Variable[], options: Options) => Optimizer;

const device = await backend();

/** Gives the parameter 1 after each of some steps with the gradient 2. */
export function stepsOf<Options>(
  Class: OptimizerClass<Options>,
): (options: Options, count?: number) => Promise<number[]> {
  return async (options, count = 2) => {
    const parameter = one();
    const optimizer = new Class([parameter], options);
    const results: number[] = [];
    for (let step = 0; step < count; step++) {
      parameter.grad = tensor([2], { backend: device });
      optimizer.step();
      results.push(await parameter.item());
    }
    return results;
  };
}

/** Makes an optimizer when it is called, so that it can be expected to throw. */
export function makerOf<Options>(Class: OptimizerClass<Options>): (options: Options) => () => Optimizer {
  return (options) => () => new Class([one()], options);
}

function one(): Variable {
  return new Variable(tensor([1], { backend: device }), true);
}
