import { NNError } from "@nn/backend";
import { clamp, type Variable } from "@nn/tensor";

/**
 * Limits each element of the gradients to ±limit. As `torch.nn.utils.clip_grad_value_`.
 *
 * @param parameters for example `model.parameters()`, between `backward` and `step`
 * @throws NNError `option` unless the limit is at least 0
 *
 * @example
 * ```ts
 * const x = new Variable(tensor([3, -4, 0.5], { backend }), true);
 * backward(mul(sum(square(x)), 0.5));
 * clipGradValue([x], 1); // undefined
 * await x.grad!.data(); // 1, -1, 0.5
 * ```
 */
export function clipGradValue(parameters: Iterable<Variable>, limit: number): void {
  if (!(limit >= 0)) throw new NNError("option", `clipGradValue: expected a limit of at least 0, got ${limit}`);
  for (const parameter of parameters) {
    if (parameter.grad) parameter.grad = clamp(parameter.grad, { min: -limit, max: limit });
  }
}
