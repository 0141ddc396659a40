import { add, cast, constant, divide, multiply, subtract } from "@nn/backend";
import { elementwise, type Operation } from "@nn/tensor";

/** running + momentum · (factor · batch − running), as (1 − momentum) · running + momentum · factor · batch. */
export const runningOperation: Operation<{ readonly momentum: number; readonly factor: number }> = elementwise(
  "running statistics",
  ([running, batch], { momentum, factor }) =>
    add(multiply(running!, 1 - momentum), multiply(multiply(batch!, factor), momentum)),
);

/** running + (factor · batch − running) / batches: the mean over all batches. */
export const cumulativeOperation: Operation<{ readonly factor: number }> = elementwise(
  "cumulative statistics",
  ([running, batch, batches], { factor }) => {
    const weight = divide(constant(1, running!.dtype), cast(batches!, running!.dtype));
    return add(running!, multiply(subtract(multiply(batch!, factor), running!), weight));
  },
);
