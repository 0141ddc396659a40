import { load, type DType, type Expression } from "@nn/backend";
import { asLeaf, type CreateOptions } from "../create.ts";
import { applySingle, type Operation } from "../operation.ts";
import { checkShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { Generator } from "./generator.ts";
import { randomBits, randomPosition } from "./randomBits.ts";

/** Options of every function that draws random numbers. */
export interface RandomOptions extends CreateOptions {
  /** Where the randomness comes from; the call takes one key from it. */
  readonly generator: Generator;
}

/** What a random operation is told: the shape and type of its result, and numbers of its distribution. */
export interface RandomCall {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly parameters: readonly number[];
}

/** The value of one element, from bits for any stream: a position that is used once. */
export type RandomFormula = (
  bits: (position: Expression) => Expression,
  position: Expression,
  call: RandomCall,
) => Expression;

/** An operation whose two inputs are the words of a key. */
export function randomOperation(name: string, formula: RandomFormula): Operation<RandomCall> {
  return {
    name,
    formula: (inputs, call) => {
      const [key0, key1] = inputs.map((type, input) => load(input, type, []));
      const bits = (position: Expression): Expression => randomBits(position, key0!, key1!);
      return { shape: call.shape, outputs: [formula(bits, randomPosition(call.shape), call)] };
    },
  };
}

/** @internal A tensor that `operation` draws, as a leaf. */
export function draw(
  operation: Operation<RandomCall>,
  shape: readonly number[],
  options: RandomOptions & { readonly dtype: DType },
  parameters: readonly number[] = [],
): Tensor {
  const { backend, generator, dtype } = options;
  checkShape(operation.name, shape);
  const made = applySingle(operation, generator.nextTensors(backend), { shape, dtype, parameters }, backend);
  return asLeaf(operation.name, made, options);
}
