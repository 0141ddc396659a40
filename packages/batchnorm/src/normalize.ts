import { add, multiply, subtract, type Expression } from "@nn/backend";
import { reshape, type Tensor } from "@nn/tensor";

/** (x − mean) · inverse · weight + bias, in this order: folding it into x · a + b would cancel where means are large. */
export function normalizeExpression(
  x: Expression,
  mean: Expression,
  inverse: Expression,
  weight: Expression | undefined,
  bias: Expression | undefined,
): Expression {
  const normal = multiply(subtract(x, mean), inverse);
  const scaled = weight ? multiply(normal, weight) : normal;
  return bias ? add(scaled, bias) : scaled;
}

/** A tensor of shape [channels] in the shape that broadcasts against `input` along `axis`. */
export function perChannel(tensor: Tensor, input: Tensor, axis: number): Tensor {
  return reshape(tensor, [tensor.size, ...input.shape.slice(axis + 1).map(() => 1)]);
}
