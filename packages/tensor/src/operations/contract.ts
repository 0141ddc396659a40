import { foldIndex, folded, index, load, multiply, type Expression, type TensorType } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

/** Names for the axes of both operands and of the result. An axis of the operands that the result lacks is summed over. */
export interface ContractOptions {
  /** One label for each axis of the left operand; none twice. */
  readonly left: string;
  /** One label for each axis of the right operand; none twice. */
  readonly right: string;
  /** The labels of the result, each of which an operand has. */
  readonly result: string;
}

export const contractOperation: Operation<ContractOptions> = {
  name: "contract",
  formula: ([x, y], { left, right, result }) => {
    const sizes = new Map([...axesOf(x!, left), ...axesOf(y!, right)]);
    const summed = [...sizes.keys()].filter((label) => !result.includes(label));
    const position = (label: string): Expression =>
      result.includes(label) ? index(result.indexOf(label)) : foldIndex(summed.indexOf(label));
    const factor = (input: number, type: TensorType, labels: string): Expression =>
      load(input, type, [...labels].map(position));
    const extents = summed.map((label) => sizes.get(label)!);
    const body = multiply(factor(0, x!, left), factor(1, y!, right));
    return {
      shape: [...result].map((label) => sizes.get(label)!),
      folds: [{ operator: "dot", extents, dtype: x!.dtype, body }],
      outputs: [folded(0, x!.dtype)],
    };
  },
  gradient: ({ inputs: [x, y], upstream: [upstream], options: { left, right, result } }) => [
    x!.requiresGradient ? contract(upstream!, y!, { left: result, right, result: left }) : undefined,
    y!.requiresGradient ? contract(x!, upstream!, { left, right: result, result: right }) : undefined,
  ],
};

/**
 * The sum of products over the axes that the result lacks, in Einstein's notation: with left "ik", right "kj" and result
 * "ij" it is z[i,j] = Σ_k x[i,k] · y[k,j]. Equal labels are of equal size; every label occurs in two of the three.
 *
 * @internal The caller checks types, shapes and labels.
 */
export function contract(x: Tensor, y: Tensor, options: ContractOptions): Tensor {
  return applySingle(contractOperation, [x, y], options);
}

function axesOf(type: TensorType, labels: string): [string, number][] {
  return [...labels].map((label, axis) => [label, type.shape[axis]!]);
}
