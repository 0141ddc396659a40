import { folded, foldIndex, index, load, multiply, subtract, unary, type Expression } from "@nn/backend";
import { apply, applySingle, elementwise, reshape, type Operation, type Tensor } from "@nn/tensor";

/**
 * log(e^x / Σ e^x) over axis 1, the classes, as (x − max) − log Σ e^(x − max): nothing overflows, and nothing cancels
 * where all logits are far from 0.
 *
 * @param logits of shape [batch, classes, …]
 */
export function logSoftmax(logits: Tensor): Tensor {
  const [largest, logSum] = apply(logSumOperation, [logits], undefined);
  return applySingle(differenceOperation, [logits, alongClasses(largest!.detach()), alongClasses(logSum!)], undefined);
}

/** Outputs: the largest logit, and log Σ e^(logit − largest), both of shape [batch, …]. */
const logSumOperation: Operation<undefined> = {
  name: "log-sum-exp",
  formula: ([logits]) => {
    const { dtype, shape } = logits!;
    const [batch, classes, ...positions] = shape;
    const coordinates: Expression[] = [index(0), foldIndex(0), ...positions.map((_, axis) => index(axis + 1))];
    const logit = load(0, logits!, coordinates);
    const largest = folded(0, dtype);
    const fold = { extents: [classes!], dtype };
    return {
      shape: [batch!, ...positions],
      folds: [
        { ...fold, operator: "max", body: logit },
        { ...fold, operator: "sum", body: unary("exp", subtract(logit, largest)) },
      ],
      outputs: [largest, unary("log", folded(1, dtype))],
    };
  },
  // The largest logit counts as a constant: whatever is subtracted, the softmax is the same.
  gradient: ({ inputs: [logits], outputs: [largest, logSum], upstream: [, upstream] }) => {
    if (!upstream) return [];
    const rows = [largest!.detach(), logSum!, upstream].map(alongClasses);
    return [applySingle(weightedSoftmaxOperation, [logits!, ...rows], undefined)];
  },
};

const differenceOperation: Operation<undefined> = elementwise("log-softmax", ([logit, largest, logSum]) =>
  subtract(subtract(logit!, largest!), logSum!),
);

/** factor · softmax(logits) */
const weightedSoftmaxOperation: Operation<undefined> = elementwise("softmax", ([logit, largest, logSum, factor]) =>
  multiply(unary("exp", subtract(subtract(logit!, largest!), logSum!)), factor!),
);

/** A tensor of shape [batch, …] as [batch, 1, …]. */
function alongClasses(tensor: Tensor): Tensor {
  const [batch, ...positions] = tensor.shape;
  return reshape(tensor, [batch!, 1, ...positions]);
}
