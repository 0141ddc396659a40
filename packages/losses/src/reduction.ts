import { divide, folded, foldIndex, load, NNError, type Expression } from "@nn/backend";
import { applySingle, div, expand, mean, sum, type Operation, type Tensor } from "@nn/tensor";

/** How the losses of the single elements become the result: their (weighted) mean, their sum, or themselves. */
export type Reduction = "mean" | "sum" | "none";

/** @throws NNError `option` unless it is a reduction */
export function checkReduction(operation: string, reduction: string): void {
  if (["mean", "sum", "none"].includes(reduction)) return;
  throw new NNError("option", `${operation}: expected reduction "mean", "sum" or "none", got "${reduction}"`);
}

/**
 * The result for elements of equal weight.
 *
 * @param elements one loss for each element
 */
export function reduce(elements: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return elements;
  return reduction === "sum" ? sum(elements) : mean(elements);
}

/**
 * The result for elements that count `weights`; the mean divides by their sum, so that it is NaN if nothing counts.
 *
 * @param elements one loss for each element, weighted already
 */
export function reduceWeighted(elements: Tensor, weights: Tensor, reduction: Reduction): Tensor {
  return reduction === "mean"
    ? applySingle(weightedMeanOperation, [elements, weights], undefined)
    : reduce(elements, reduction);
}

/** Σ elements / Σ weights, in one loop. The weights are constants: no gradient flows to them. */
const weightedMeanOperation: Operation<undefined> = {
  name: "weighted mean",
  formula: ([elements, weights]) => {
    const { dtype, shape } = elements!;
    const here: Expression[] = shape.map((_, axis) => foldIndex(axis));
    const total = (input: number, type = elements!) => ({
      operator: "sum" as const,
      extents: shape,
      dtype,
      body: load(input, type, here),
    });
    return {
      shape: [],
      folds: [total(0), total(1, weights)],
      outputs: [divide(folded(0, dtype), folded(1, dtype))],
    };
  },
  gradient: ({ inputs: [elements, weights], upstream: [upstream] }) => [
    expand(div(upstream!, sum(weights!)), elements!.shape),
    undefined,
  ],
};
