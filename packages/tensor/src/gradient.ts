import { NNError } from "@nn/backend";
import { engineOf } from "./engine.ts";
import type { History } from "./history.ts";
import { add } from "./operations/add.ts";
import { onesLike } from "./create.ts";
import { formatShape, sameShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";
import { Variable } from "./variable.ts";

/**
 * Gradients of `output` with respect to `inputs`, by reverse-mode differentiation. They are tensors like others, so a
 * gradient can be differentiated again.
 *
 * @param upstream the gradient with respect to `output`; ones by default, which for a scalar is the plain derivative
 * @throws NNError `option` if `output` does not depend on an input, or its history was not recorded
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { backend, requiresGradient: true });
 * const [slope] = grad(sum(square(x)), [x]);
 * await slope!.data(); // 2, 4, 6
 * ```
 */
export function grad(output: Tensor, inputs: readonly Tensor[], upstream?: Tensor): Tensor[] {
  const gradients = differentiate("grad", output, upstream);
  return inputs.map((input, position) => {
    const gradient = gradients.get(input.identity);
    if (gradient) return gradient;
    throw new NNError(
      "option",
      `grad: the output does not depend on input ${position} (${input.dtype} ${formatShape(input.shape)}); ` +
        "create it with requiresGradient: true, and do not detach what depends on it",
    );
  });
}

/**
 * Adds the gradient of `loss` to the `grad` of every variable that it depends on.
 *
 * @param upstream the gradient with respect to `loss`; ones by default, which of a loss that is no scalar sums all elements
 * @throws NNError `option` if nothing that `loss` is made of requires a gradient
 * @throws NNError `shape` unless `upstream` has the shape of `loss`
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([1, 2, 3], { backend }), true);
 * backward(sum(square(x)));
 * await x.grad!.data(); // 2, 4, 6
 * ```
 */
export function backward(loss: Tensor, upstream?: Tensor): void {
  const gradients = differentiate("backward", loss, upstream);
  engineOf(loss.backend).want(loss.value);
  for (const [identity, gradient] of gradients) {
    if (identity instanceof Variable) identity.grad = identity.grad ? add(identity.grad, gradient) : gradient;
  }
}

function differentiate(operation: string, output: Tensor, upstream: Tensor | undefined): Map<object, Tensor> {
  if (!output.requiresGradient) {
    throw new NNError("option", `${operation}: the output requires no gradient: nothing that it is made of does`);
  }
  if (upstream && !sameShape(upstream.shape, output.shape)) {
    const [expected, got] = [formatShape(output.shape), formatShape(upstream.shape)];
    throw new NNError("shape", `${operation}: expected upstream gradient of shape ${expected}, got ${got}`);
  }
  const gradients = new Map<object, Tensor>([[output.identity, upstream ?? onesLike(output)]]);
  for (const history of inReverse(output)) {
    const received = history.outputs.map((tensor) => gradients.get(tensor));
    if (received.every((gradient) => gradient === undefined)) continue;
    history.gradient(received).forEach((gradient, position) => {
      const input = history.inputs[position]!;
      if (!gradient || !input.requiresGradient) return;
      const known = gradients.get(input.identity);
      gradients.set(input.identity, known ? add(known, gradient) : gradient);
    });
  }
  return gradients;
}

/** The calls that `output` depends on, each before those that it is made of. */
function inReverse(output: Tensor): History[] {
  const order: History[] = [];
  const seen = new Set<History>();
  const stack: { history: History; entered: boolean }[] = [];
  const push = (history: History | undefined): void => {
    if (history && !seen.has(history)) stack.push({ history, entered: false });
  };
  push(output.history);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    if (!top.entered && !seen.has(top.history)) {
      top.entered = true;
      seen.add(top.history);
      top.history.inputs.forEach((input) => push(input.history));
      continue;
    }
    stack.pop();
    if (top.entered) order.push(top.history);
  }
  return order.reverse();
}
