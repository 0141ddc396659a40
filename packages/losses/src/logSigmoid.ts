import { minimum, subtract, unary } from "@nn/backend";
import { applySingle, elementwise, mul, neg, sigmoid, type Operation, type Tensor } from "@nn/tensor";

/** log σ(x) = min(x, 0) − log(1 + exp(−|x|)), which never overflows. Its gradient is σ(−x). */
export function logSigmoid(x: Tensor): Tensor {
  return applySingle(logSigmoidOperation, [x], undefined);
}

const logSigmoidOperation: Operation<undefined> = {
  ...elementwise<undefined>("logSigmoid", ([x]) => {
    const decay = unary("exp", unary("negate", unary("absolute", x!)));
    return subtract(minimum(x!, 0), unary("log1p", decay));
  }),
  gradient: ({ inputs: [x], upstream: [upstream] }) => [mul(upstream!, sigmoid(neg(x!)))],
};
